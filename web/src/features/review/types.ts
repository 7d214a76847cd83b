import type { Actions, ProjectRef, UnitRef } from '@/api/types';

export interface RoundRow {
  id: string;
  code: string;
  name: string;
  state: string;
  opened_on: string;
  met_on: string | null;
  notice_until: string | null;
  receipts: number;
  objections: number;
}

export interface Objection {
  id: string;
  unit: UnitRef;
  text: string;
  raised_on: string;
  upheld: boolean | null;
  answer: string;
  answered_on: string | null;
}

export interface RoundItem {
  fund_id: string;
  code: string;
  project: ProjectRef;
  unit: UnitRef;
  kind: string;
  payer: string;
  received_on: string;
  claimed_fen: number;
  state: string;
  recognised_fen: number | null;
  verdict: string | null;
  reason: string;
  opinions: { unit: UnitRef; agrees: boolean; text: string; given_by: string | null; given_on: string }[];
  objections: Objection[];
}

export interface Round extends RoundRow {
  opinions_due_on: string;
  minutes_no: string;
  notice_from: string | null;
  finished_on: string | null;
  opened_by: string | null;
  departments: { unit: UnitRef; answered: number; mine: boolean }[];
  items: RoundItem[];
  version: number;
  actions: Actions;
}
