import type { UnitRef } from '@/api/types';

export interface EventView {
  id: string;
  name: string;
  kind: string;
  held_on: string;
  /** As the summary says it; empty where the day says it. */
  held_on_text: string;
  place: string;
  guests: number | null;
  outcome: string;
  units: UnitRef[];
  version: number;
}

export interface EventDraft {
  name: string;
  kind: string;
  held_on: string;
  held_on_text: string;
  place: string;
  guests: number | null;
  outcome: string;
  unit_ids: string[];
  version?: number;
}
