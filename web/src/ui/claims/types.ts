import type { Action, OrganisationRef, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface ClaimRow {
  id: string;
  code: string;
  organisation: OrganisationRef;
  content: string;
  amount_fen: number | null;
  upward: boolean;
  unit: UnitRef;
  state: string;
  contested: boolean;
  idle: boolean;
  reported_at: string;
  reported_on: string;
  expires_on: string;
  days_left: number | null;
  /** The reminder that is due, in days before the end. */
  reminder: number | null;
  renewals: number;
  project: ProjectRef | null;
  version: number;
}

/** As much of a claim as a rival may know. */
export interface ClaimRef {
  id: string;
  code: string;
  unit: UnitRef;
  state: string;
  expires_on: string;
}

export interface AskRow {
  id: string;
  claim: ClaimRef;
  unit: UnitRef;
  way: string;
  investor_name: string;
  text: string;
  share_bp: number | null;
  state: string;
  asked_by: PersonRef | null;
  asked_on: string;
  answer: string;
  answered_by: PersonRef | null;
  answered_on: string | null;
  actions: { answer: Action; withdraw: Action };
  version: number;
}

export interface CaseRow {
  id: string;
  code: string;
  claim: ClaimRef;
  unit: UnitRef;
  reason: string;
  state: string;
  opened_on: string;
  due_on: string;
  overdue: boolean;
  winner: UnitRef | null;
  version: number;
}
