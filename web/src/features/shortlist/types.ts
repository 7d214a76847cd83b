import type { Actions, PersonRef, UnitRef } from '@/api/types';

export interface ShortlistRow {
  id: string;
  list: string;
  name: string;
  owner_unit: UnitRef;
  note: string;
  projects_count: number;
  frozen: number;
  updated_at: string;
  version: number;
}
export interface ListProject {
  id: string;
  code: string;
  name: string;
  stage: string;
  status: string;
  total_fen: number | null;
  note: string;
}
export interface ShortlistRecord extends ShortlistRow {
  created_by: PersonRef | null;
  projects: ListProject[];
  versions: { no: number; name: string; frozen_on: string; projects: number; frozen_by: PersonRef | null }[];
  actions: Actions;
}
export interface ListComparison {
  from: number;
  to: number;
  items: { change: string; before: ListProject | null; after: ListProject | null }[];
}
