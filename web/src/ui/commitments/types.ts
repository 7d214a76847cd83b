import type { Actions, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface CommitmentRow {
  id: string;
  code: string;
  project: ProjectRef;
  side: string;
  text: string;
  source: string;
  owner_unit: UnitRef;
  due_on: string;
  measure: string;
  amount_fen: number | null;
  done_fen: number | null;
  state: string;
  overdue: boolean;
  proof: string;
  state_on: string;
  version: number;
}

export interface CommitmentRecord extends CommitmentRow {
  entered_by: PersonRef | null;
  entered_on: string;
  log: { no: number; act: string; text: string; done_fen: number | null; happened_on: string; done_by: PersonRef | null; done_at: string }[];
  actions: Actions;
}

export interface SupportRow {
  id: string;
  code: string;
  project: ProjectRef;
  title: string;
  basis: string;
  unit: UnitRef;
  state: string;
  applied_fen: number;
  applied_on: string;
  approved_fen: number;
  decided_on: string | null;
  paid_fen: number;
  paid_on: string | null;
  version: number;
}

export interface SupportRecord extends SupportRow {
  applied_by: PersonRef | null;
  decided_by: PersonRef | null;
  log: {
    no: number;
    act: string;
    text: string;
    fen: number | null;
    reverses: number | null;
    happened_on: string;
    done_by: PersonRef | null;
    done_at: string;
  }[];
  actions: Actions;
}

export interface SupportTotals {
  year: number;
  count: number;
  applied_fen: number;
  approved_fen: number;
  paid_fen: number;
  whole_district: boolean;
}
