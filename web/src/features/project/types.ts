import type { Action, Actions, OrganisationRef, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface ProjectRow extends ProjectRef {
  kind: string;
  track: string;
  industry: { code: string; name: string } | null;
  structure: string;
  high_technology: boolean;
  origin: string;
  stage: string;
  status: string;
  agreement: string;
  contract_signed_on: string | null;
  introduced_on: string | null;
  recognised_on: string | null;
  lead_unit: UnitRef;
  investors: OrganisationRef[];
  total_fen: number | null;
  contract_fen: number | null;
  funds_recognised_fen: number;
  funds_claimed_fen: number;
  next_step: string;
  next_step_due_on: string | null;
  updated_at: string;
  version: number;
  /** Of a bundle, how many projects are its parts. */
  parts: number;
  /** The bundle that it is a part of. */
  parent: ProjectRef | null;
  code_name: CodeName | null;
  grade: string | null;
  left_on: string | null;
  /** Null on a cover. */
  idle_since_on: string | null;
}

/** What stands for a code-named project. */
export interface CodeName {
  alias: string;
  description: string;
  /** Whether that, with stage, unit and rounded amounts, is all that this reader may know. */
  covered: boolean;
}

export interface CoverView {
  id: string;
  code: string;
  code_name: CodeName;
  track: string;
  stage: string;
  status: string;
  stage_since_on: string;
  lead_unit: UnitRef;
  total_fen: number | null;
  funds_recognised_fen: number;
  entered_on: string;
}

export interface SecretView {
  code_name: CodeName | null;
  name: string;
  reason: string;
  made_by: PersonRef | null;
  made_at: string | null;
  cleared: { person: PersonRef; reason: string; cleared_by: PersonRef | null; cleared_at: string; ended_by: PersonRef | null; ended_at: string | null }[];
  reads: { person: PersonRef; read_on: string; first_at: string }[];
  /** Who could be cleared. */
  people: PersonRef[];
  version: number;
  actions: { give: Action; lift: Action; clear: Action };
}

/** How a project was lost or terminated. */
export interface Ending {
  no: number;
  status: string;
  reason: string;
  winner_area: { code: string; name: string } | null;
  winner: string;
  lesson: string;
  stage: string;
  total_fen: number | null;
  ended_on: string;
  recorded_by: PersonRef | null;
  recorded_at: string;
  reopened_on: string | null;
  reopened_reason: string;
}

/** A part of a bundle, or an increase of a project. */
export interface PartView extends ProjectRef {
  stage: string;
  status: string;
  lead_unit: UnitRef;
  total_fen: number | null;
  contract_fen: number | null;
  funds_recognised_fen: number;
}

export interface PhaseView {
  no: number;
  name: string;
  planned_from: string | null;
  planned_to: string | null;
  actual_from: string | null;
  actual_to: string | null;
}

export interface AmountView {
  phase: number;
  measure: string;
  currency: string;
  /** Of an increase, what was added. */
  minor: number;
  before_minor: number | null;
  rate_e8: number;
  rate_on: string;
  rate_source: string;
  fen: number;
  source_text: string;
  source_unit: string;
}

export interface Recognition {
  id: string;
  event: string;
  unit: UnitRef;
  happened_on: string;
  state: string;
  recognised_on: string | null;
  claimed_by: PersonRef | null;
  claimed_at: string;
  decided_by: PersonRef | null;
  decided_at: string | null;
  reason: string;
  version: number;
  actions?: Actions;
}

export interface StageEntry {
  no: number;
  from_stage: string;
  to_stage: string;
  from_status: string;
  to_status: string;
  /** As it was entered. */
  happened_on: string;
  /** As it holds after the corrections. */
  holds_on: string;
  reason: string;
  recorded_by: PersonRef | null;
  recorded_at: string;
  corrections: Correction[];
}

export interface Correction {
  no: number;
  log_no: number;
  old_on: string;
  new_on: string;
  reason: string;
  recorded_by: PersonRef | null;
  recorded_at: string;
}

/** What a stage still needs, and who can supply it. */
export interface Missing {
  stage: string;
  field: string;
  what: string;
  items: string[];
  message: string;
  from: string;
  from_text: string;
}

export interface ProjectDocument {
  no: number;
  kind: string;
  subject: string | null;
  verdict: string | null;
  sha256: string;
  name: string;
  media_type: string;
  size: number;
  added_by: PersonRef | null;
  added_at: string;
  removed_by: PersonRef | null;
  removed_at: string | null;
  removed_reason: string;
}

export interface BoardCard extends ProjectRef {
  kind: string;
  track: string;
  stage: string;
  lead_unit: UnitRef;
  total_fen: number | null;
  stage_since_on: string;
  days_in_stage: number;
  next_step: string;
  next_step_due_on: string | null;
  version: number;
  next_stages: string[];
  advance: Action;
  code_name: CodeName | null;
  grade: string | null;
}

export interface BoardColumn {
  stage: string;
  projects: number;
  /** Of so many the total investment is known. */
  with_total: number;
  total_fen: number;
  cards: BoardCard[];
  next_cursor: string | null;
}

export interface Board {
  as_of: string;
  columns: BoardColumn[];
}

export interface CardPage {
  cards: BoardCard[];
  next_cursor: string | null;
}

/** The table of what the stages need. */
export interface Gates {
  version: number;
  name: string;
  text: string;
  recorded_by: PersonRef | null;
  recorded_at: string | null;
  stages: {
    stage: string;
    kinds: string[];
    needs: { what: string; text: string; kinds: string[]; from: string; from_text: string; over_fen: number }[];
  }[];
  actions: Actions;
}

export interface GateCheck {
  ok: boolean;
  findings: { line: number; code: string; message: string }[];
}

export interface ProjectView extends ProjectRow {
  structure_reason?: string;
  amounts: AmountView[];
  phases: PhaseView[];
  /** What each measure is of the whole, and how it comes about: `as_given`, `summed`, `equal`, `rest`. */
  wholes: { measure: string; fen: number; phases_fen: number; rule: string }[];
  children: PartView[];
  held: { domestic_bp: number; foreign_bp: number; unknown_bp: number } | null;
  enlarges: ProjectRef | null;
  enlarged: PartView[];
  warnings: { field: string; code: string; message: string }[];
  parties: { organisation: OrganisationRef; role: string; share_bp: number | null }[];
  units: { unit: UnitRef; role: string; share_bp: number }[];
  land_m2: number | null;
  place: string;
  content: string;
  progress: string;
  problem: string;
  event_id?: string | null;
  stage_log: StageEntry[];
  recognitions: Recognition[];
  /** Where it may move from here; the last is the ordinary next. */
  next_stages: string[];
  /** For the ordinary next stage. */
  missing: Missing[];
  /** What stages it has entered asked for, and somebody took away since. */
  holes: Missing[];
  documents: ProjectDocument[];
  /** Each time, the newest first. */
  endings: Ending[];
  actions: Actions;
}

export interface FundOfProject {
  id: string;
  code: string;
  unit: UnitRef;
  kind: string;
  payer: string;
  received_on: string;
  claimed_fen: number;
  state: string;
  recognised_fen: number | null;
  evidence_count: number;
}

/** What is sent to create or change a project. */
export interface ProjectDraft {
  name: string;
  kind: string;
  track: string;
  industry: string | null;
  structure: string | null;
  structure_reason: string;
  high_technology: boolean | null;
  amounts: {
    phase: number;
    measure: string;
    amount: string;
    /** Of an increase, what there was before. */
    before?: string | null;
    unit: string;
    currency: string;
    rate: string | null;
    rate_on: string | null;
    rate_source: string | null;
    /** As it was written, kept while the amount is not changed. */
    source_text?: string;
    source_unit?: string;
  }[];
  phases: PhaseView[];
  land_m2: number | null;
  place: string;
  content: string;
  investors: { organisation_id: string; role: string; share_bp: number | null }[];
  units: { unit_id: string; role: string; share_bp: number }[];
  agreement: string;
  contract_signed_on: string | null;
  introduced_on: string | null;
  progress: string;
  next_step: string;
  next_step_due_on: string | null;
  problem: string;
  event_id: string | null;
  enlarges_id: string | null;
  version?: number;
}
