import type { Action, PersonRef, ProjectRef, UnitRef } from '@/api/types';

/** What is said of a project and a week. */
export interface Said {
  happened: string;
  next_step: string;
  due_on: string | null;
  problem: string;
}

export interface Entry extends Said {
  id: string;
  no_change: boolean;
  reported_on: string;
  reported_by: PersonRef | null;
  reported_at: string;
  version: number;
}

export interface ProgressRow {
  project: ProjectRef;
  stage: string;
  lead_unit: UnitRef;
  progress: string;
  next_step: string;
  next_step_due_on: string | null;
  problem: string;
  last_progress_week: string | null;
  entry: Entry | null;
  actions: { report: Action };
}

export interface WeekView {
  monday: string;
  sunday: string;
  year: number;
  number: number;
  current: boolean;
}

export interface ProgressPageOf {
  week: WeekView;
  items: ProgressRow[];
  next_cursor: string | null;
  total: number;
}

export interface UnitSums {
  unit: UnitRef;
  projects: number;
  reported: number;
  no_change: number;
  waiting: number;
}

export interface ProgressView extends Entry {
  project: ProjectRef;
  week: string;
  corrections: (Said & { no: number; no_change: boolean; reason: string; corrected_by: PersonRef | null; corrected_at: string })[];
  actions: { correct: Action; withdraw: Action };
}

/** What the project says of itself now: the form begins with it. */
export const known = (row: ProgressRow): Said => ({
  happened: row.progress,
  next_step: row.next_step,
  due_on: row.next_step_due_on,
  problem: row.problem,
});

export const same = (a: Said, b: Said): boolean =>
  a.happened.trim() === b.happened.trim() && a.next_step.trim() === b.next_step.trim() && a.due_on === b.due_on && a.problem.trim() === b.problem.trim();

/** The next project that waits, after this one and then from the start; nothing when none does. */
export function nextWaiting(rows: ProgressRow[], at: number): number | undefined {
  const order = [...rows.keys()].slice(at + 1).concat([...rows.keys()].slice(0, at));
  return order.find((index) => rows[index]?.entry === null);
}
