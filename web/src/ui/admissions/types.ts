import type { Action, Actions, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface AdmissionRow {
  id: string;
  code: string;
  project: ProjectRef;
  state: string;
  rule: string;
  requested_on: string;
  due_on: string | null;
  asked_count: number;
  answered_count: number;
  minutes_no: string;
  concluded_on: string | null;
  version: number;
}

export interface Opinion {
  no: number;
  round: number;
  subject: string;
  unit: UnitRef;
  asked_on: string;
  due_on: string;
  overdue: boolean;
  verdict: string | null;
  text: string;
  condition_text: string;
  condition_unit: UnitRef | null;
  condition_due_on: string | null;
  answered_by: PersonRef | null;
  answered_on: string | null;
  answer: Action;
}

export interface AdmissionRecord extends AdmissionRow {
  note: string;
  days: number;
  needs_meeting: boolean;
  round: number;
  requested_by: PersonRef | null;
  asked_by: PersonRef | null;
  meeting_on: string | null;
  meeting_place: string;
  attendees: string;
  conclusion: string;
  concluded_by: PersonRef | null;
  needed: string[];
  opinions: Opinion[];
  log: { no: number; act: string; text: string; happened_on: string; done_by: PersonRef | null; done_at: string }[];
  actions: Actions;
}

export interface SheetCheck {
  item: string;
  finding: string | null;
  text: string;
  answered_by: PersonRef | null;
  answered_on: string | null;
  signed_by: PersonRef | null;
  signed_on: string | null;
  signed_text: string;
  version: number;
  sign: Action;
}
export interface Sheet {
  speed: { alarm: boolean; signed_by: PersonRef | null; signed_on: string | null; text: string; sign: Action };
  checks: SheetCheck[];
  complete: boolean;
  edit: Action;
}

export interface RuleTable {
  version: number;
  name: string;
  text: string;
  recorded_by: PersonRef | null;
  recorded_at: string | null;
  rules: { name: string; kinds: string[]; from_fen: number; opinions: string[]; days: number; meeting: boolean }[];
  publish: Action;
}
