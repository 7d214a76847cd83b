import type { Action, PersonRef, ProjectRef } from '@/api/types';

export interface Sheet {
  name: string;
  rows: number;
  columns: number;
  hidden: boolean;
  header_rows: number[];
  score: number;
}
export interface Mapped {
  column: number | string;
  header: string;
  field: string | null;
  unit_text: string | null;
  remembered: boolean;
  hidden: boolean;
}
export interface Choice {
  sheet: string;
  header_from: number;
  header_to: number;
  mapping: Mapped[];
  defaults: { unit_id?: string | null; year?: number | null; track?: string | null };
}
export interface Counts {
  data: number;
  subtotal: number;
  note: number;
  blank: number;
  error: number;
  warning: number;
}
/** Rows that are phases of one project. */
export interface Phases {
  no: number;
  name: string;
  unit_id: string;
  head_row: number | null;
  rows: { row_no: number; phase: number }[];
  as_parts: boolean;
  join: Action;
}
export type BatchState = 'reading' | 'ready' | 'importing' | 'imported' | 'undone' | 'failed';
export interface Batch {
  id: string;
  file_name: string;
  state: BatchState;
  sheets: Sheet[];
  choice: Choice | null;
  counts: Counts;
  version: number;
  created_by: PersonRef | null;
  created_at: string;
  progress: { done: number; total: number } | null;
  /** What went wrong, or what was made. */
  message?: string | null;
  result?: Record<string, number> | null;
  /** The same file was imported before. */
  imported_before?: { id: string; at: string } | null;
  phases: Phases[];
}
export type BatchLine = Pick<Batch, 'id' | 'file_name' | 'state' | 'counts' | 'created_by' | 'created_at'>;

export interface CellProblem {
  code: string;
  severity: 'error' | 'warning';
  message: string;
}
export interface Cell {
  column: number | string;
  address: string;
  text: string;
  value_text: string | null;
  problems: CellProblem[];
}
export interface Similar {
  kind: 'project' | 'organisation';
  id: string;
  code: string | null;
  name: string;
  why_text: string;
}
export type Decision = 'create' | 'update' | 'skip';
export interface Row {
  row_no: number;
  kind: 'data' | 'subtotal' | 'note' | 'blank' | (string & {});
  cells: Cell[];
  draft: Record<string, unknown> | null;
  similar: Similar[];
  decision: Decision;
  target?: ProjectRef | null;
  result?: { project?: ProjectRef | null; funds?: { id: string; code: string }[] } | null;
}
export interface Field {
  key: string;
  name: string;
  /** Units a column of this field may be in. */
  units?: string[];
  group?: string | null;
}
