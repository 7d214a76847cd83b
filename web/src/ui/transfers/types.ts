import type { Action, Actions, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface TransferRow {
  id: string;
  code: string;
  project: ProjectRef;
  from_unit: UnitRef;
  to_unit: UnitRef;
  reason: string;
  years: number | null;
  state: string;
  offered_on: string;
  expires_on: string;
  answered_on: string | null;
  decided_on: string | null;
  from_on: string | null;
  until_on: string | null;
  version: number;
}

export interface Term {
  measure: string;
  mode: string;
  keeps_bp: number;
}

export interface TransferRecord extends TransferRow {
  stage: string;
  total_fen: number | null;
  content: string;
  terms: Term[];
  offered_by: PersonRef | null;
  answered_by: PersonRef | null;
  decided_by: PersonRef | null;
  project_visible: boolean;
  log: { no: number; act: string; text: string; happened_on: string; done_by: PersonRef | null; done_at: string }[];
  actions: Actions;
}

/** The shares of one measure from a day on. */
export interface CreditSet {
  measure: string;
  from_on: string | null;
  in_force: boolean;
  parts: { unit: UnitRef; share_bp: number }[];
}

export interface ProjectTransfers {
  items: TransferRow[];
  credit: CreditSet[];
  offer: Action;
}

export const short = (unit: UnitRef) => unit.short_name || unit.name;
