import type { Action, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface KeepingView {
  grade: string | null;
  grade_text: string | null;
  /** What the rules give it today. */
  advised: string | null;
  advised_text: string | null;
  table_version: number;
  grades: { no: number; grade: string; reason: string; advised: string | null; table_version: number; graded_on: string; graded_by: PersonRef | null; graded_at: string }[];
  left_on: string | null;
  idle_since_on: string;
  days_idle: number;
  stillness: string | null;
  leaves_on: string | null;
  extended_until: string | null;
  decisions: {
    no: number;
    decision: string;
    idle_since_on: string;
    days_idle: number;
    stage: string;
    until_on: string | null;
    reason: string;
    decided_by: PersonRef | null;
    decided_on: string;
  }[];
  actions: { grade: Action; evict: Action; extend: Action };
  version: number;
}

/** A project that stands still. */
export interface StillProject {
  project: ProjectRef;
  lead_unit: UnitRef;
  stage: string;
  grade: string | null;
  total_fen: number | null;
  idle_since_on: string;
  days_idle: number;
  stillness: string;
  stillness_text: string;
  leaves_on: string;
  extended_until: string | null;
  version: number;
}

export interface StillRows {
  as_of: string;
  items: StillProject[];
  counts: { stillness: string; projects: number }[];
  more: boolean;
  may_decide: boolean;
}

export interface KeepingTable {
  version: number;
  name: string;
  text: string;
  recorded_by: PersonRef | null;
  recorded_at: string | null;
  grades: {
    grade: string;
    name: string;
    meaning: string;
    total_fen: number | null;
    from_stage: string | null;
    structures: string[];
    high_technology: boolean;
    any: boolean;
  }[];
  stay: { stages: string[]; warn_days: number; due_days: number; leave_days: number; extend_days: number };
  publish: Action;
}
