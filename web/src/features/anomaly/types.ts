import type { Action, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface AnomalyRow {
  fund_id: string | null;
  code: string;
  project: ProjectRef;
  unit: UnitRef;
  on: string;
  amount_fen: number;
  state: string;
  payer: string;
}
export interface Decided {
  act: string;
  reason: string;
  decided_by: PersonRef | null;
  decided_on: string;
  decided_at: string;
}
export interface Anomaly {
  rule: string;
  rule_name: string;
  subject: string;
  fingerprint: string;
  sentence: string;
  amount_fen: number;
  state: string;
  state_text: string;
  rows: AnomalyRow[];
  rows_total: number;
  decided: Decided | null;
  clear: Action;
  reopen: Action;
}
export interface AnomalyRule {
  code: string;
  name: string;
  reason: string;
  open: number;
  cleared: number;
}
export interface AnomalyList {
  from: string;
  to: string;
  version: number;
  rules: AnomalyRule[];
  items: Anomaly[];
  next_cursor: string | null;
  total: number;
  publish: Action;
}
export interface AnomalyTable {
  version: number;
  name: string;
  text: string;
  recorded_by: PersonRef | null;
  recorded_at: string | null;
  rules: { code: string; name: string; reason: string; on: boolean }[];
  publish: Action;
}
