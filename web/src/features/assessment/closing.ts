import type { Action, Actions, UnitRef } from '@/api/types';

export interface ClosingRow {
  id: string;
  year: number;
  month: string;
  no: number;
  as_of: string;
  state: string;
  scheme_name: string;
  scheme_version: number;
  closed_on: string;
  closed_by: string | null;
  objections_until: string | null;
  objection_count: number;
}
export interface ClosingList {
  year: number;
  closed_until: string | null;
  items: ClosingRow[];
  close: Action;
}
export interface ClosedUnit {
  unit_id: string;
  name: string;
  rank: number | null;
  base_text: string;
  bonus_text: string;
  taken_text: string;
  total_text: string;
  outcome: string | null;
  lines: string[];
}
export interface ClosingObjection {
  id: string;
  unit: UnitRef;
  item: string;
  text: string;
  raised_on: string;
  upheld: boolean | null;
  answer: string;
  minutes_no: string;
  answered_on: string | null;
}
export interface Closing extends ClosingRow {
  title: string;
  snapshot_sha: string;
  verified: boolean;
  published_on: string | null;
  final_on: string | null;
  target_version: number;
  targets: number;
  recognised_fen: number | null;
  credited_fen: number | null;
  groups: { name: string; units: ClosedUnit[] }[];
  adjustments: { code: string; project: string; unit: string; fen: number; recognised_on: string; reason: string }[];
  objections: ClosingObjection[];
  items: { code: string; name: string }[];
  reopen_reason: string;
  reopen_asked_by: string | null;
  reopen_asked_on: string | null;
  reopened_on: string | null;
  reopened_by: string | null;
  version: number;
  actions: Actions;
}

export const refreshClosings = [['closings'], ['targets'], ['scores']];
