import type { Action, OrganisationRef, PersonRef, UnitRef } from '@/api/types';
import type { AskRow, CaseRow, ClaimRef, ClaimRow } from '@/ui/claims/types';

export interface Evidence {
  id: string;
  unit: UnitRef;
  proof: string;
  happened_on: string;
  text: string;
  name: string;
  size: number;
  added_by: PersonRef | null;
  added_at: string;
}

export interface ClaimRecord extends ClaimRow {
  reported_by: PersonRef | null;
  /** Who looks after it: whoever reported it, until it was handed over. */
  keeper: PersonRef | null;
  warn_on: string;
  release_on: string;
  renewed_on: string | null;
  ended_on: string | null;
  has_receipt: boolean;
  partners: { unit: UnitRef; share_bp: number; since_on: string }[];
  evidence: Evidence[];
  log: { no: number; act: string; text: string; happened_on: string; done_by: PersonRef | null; done_at: string }[];
  asks: AskRow[];
  cases: CaseRow[];
  breaches: Breach[];
  actions: { contact: Action; renew: Action; withdraw: Action; link: Action; breach: Action };
}

/** What a unit did against a first report. */
export interface Breach {
  id: string;
  claim: ClaimRef;
  unit: UnitRef;
  breach: string;
  happened_on: string;
  text: string;
  minutes_no: string;
  state: string;
  recorded_on: string;
  recorded_by: PersonRef | null;
  reason: string;
  ended_on: string | null;
  take_back: Action;
  version: number;
}

export interface Occupied {
  claim: ClaimRef;
  why: string;
  why_text: string;
  own: boolean;
}
export interface Checked {
  occupied: Occupied[];
}

export interface CaseRecord extends CaseRow {
  organisation: OrganisationRef | null;
  opened_by: PersonRef | null;
  for_holder: boolean | null;
  ground: string | null;
  keeps_bp: number | null;
  decision: string;
  decided_by: PersonRef | null;
  decided_on: string | null;
  appeal_due_on: string | null;
  appeal: string;
  appealed_by: PersonRef | null;
  appealed_on: string | null;
  upheld: boolean | null;
  minutes_no: string;
  conclusion: string;
  concluded_by: PersonRef | null;
  concluded_on: string | null;
  evidence: Evidence[];
  weighed: { ground: string; holder: string; other: string; favours: UnitRef | null }[];
  actions: { add_evidence: Action; decide: Action; appeal: Action; conclude: Action };
}

export interface Terms {
  version: number;
  name: string;
  text: string;
  validity_days: number;
  renewals: number;
  renewal_days: number;
  renew_within_days: number;
  remind_days: number[];
  idle_warn_days: number;
  idle_release_days: number;
  open_per_person: number;
  upward_wan: number;
  decision_days: number;
  appeal_days: number;
  recorded_by: PersonRef | null;
  recorded_at: string | null;
  publish: Action;
}
