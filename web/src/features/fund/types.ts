import type { Actions, OrganisationRef, PageOf, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export type FundState = 'claimed' | 'returned' | 'recognised' | 'rejected' | 'withdrawn';

export interface FundRow {
  id: string;
  code: string;
  project: ProjectRef;
  unit: UnitRef;
  kind: string;
  payer: string;
  slip_no: string;
  received_on: string;
  currency: string;
  /** In the currency's smallest unit. */
  minor: number;
  claimed_fen: number;
  state: FundState;
  recognised_fen: number | null;
  recognised_on: string | null;
  evidence_count: number;
  warnings_count: number;
  corrects: { id: string; code: string } | null;
  claimed_by: PersonRef | null;
  claimed_at: string;
  version: number;
}

export interface FundPageOf extends PageOf<FundRow> {
  sums?: { claimed_fen: number; recognised_fen: number };
}

export interface Evidence {
  no: number;
  sha256: string;
  kind: string;
  name: string;
  media_type: string;
  size: number;
  url: string;
  added_at: string;
}

export interface Duplicate {
  why: string;
  why_text: string;
  /** Of a receipt that the reader may not see, only the code and the unit are told. */
  fund: {
    id: string | null;
    code: string;
    unit: UnitRef;
    project: ProjectRef | null;
    state: string | null;
    received_on: string | null;
    claimed_fen: number | null;
  };
}

export interface FundView extends FundRow {
  rate_e8: number;
  rate_on: string;
  rate_source: string;
  note: string;
  source_text: string;
  source_unit: string;
  decided_by: PersonRef | null;
  decided_at: string | null;
  decision: string;
  /** What was recognised, with the corrections that were. */
  recognised_total_fen: number;
  /** Which proofs are missing, in a sentence. */
  evidence_missing: string | null;
  typed_by: PersonRef | null;
  evidence: Evidence[];
  credits: { unit: UnitRef; share_bp: number; fen: number }[];
  duplicates: Duplicate[];
  log: { at: string; by: string; act: string; reason: string }[];
  corrections: FundRow[];
  actions: Actions;
}

/** 引进 and the other events of a project that are recognised like money. */
export interface Recognition {
  id: string;
  project: ProjectRef;
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
  actions: Actions;
}

/** What the reviewer of a project's recognition wants to see of the project. */
export interface ProjectFacts extends ProjectRef {
  kind: string;
  track: string;
  stage: string;
  status: string;
  agreement: string;
  contract_signed_on: string | null;
  introduced_on: string | null;
  lead_unit: UnitRef;
  investors: OrganisationRef[];
  total_fen: number | null;
  contract_fen: number | null;
  funds_recognised_fen: number | null;
  place: string;
  content: string;
  recognitions: Recognition[];
}

export interface QueueItem {
  kind: 'fund' | 'recognition';
  id: string;
  title: string;
  project: ProjectRef;
  unit: UnitRef;
  amount_fen: number | null;
  /** Of a project: what is claimed to have happened. */
  event: string | null;
  claimed_at: string;
  warnings_count: number;
  mine: boolean;
}
export interface Queue extends PageOf<QueueItem> {
  counts: Record<string, number>;
}

/** A stored file, as uploading it answers. */
export type { Stored } from '@/ui/useUpload';
