import type { Actions, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface ProblemRow {
  id: string;
  code: string;
  project: ProjectRef;
  title: string;
  raised_unit: UnitRef;
  raised_on: string;
  owner_unit: UnitRef;
  due_on: string;
  state: string;
  overdue: boolean;
  answer: string;
  answered_on: string | null;
  closed_on: string | null;
  version: number;
}

export interface ProblemRecord extends ProblemRow {
  detail: string;
  raised_by: PersonRef | null;
  answered_by: PersonRef | null;
  log: { no: number; act: string; text: string; happened_on: string; done_by: PersonRef | null; done_at: string }[];
  actions: Actions;
}
