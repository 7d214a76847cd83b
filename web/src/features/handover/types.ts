import { proven, type Agrees } from '@/api/contract';
import type { Action, Actions, OrganisationRef, PersonRef, UnitRef } from '@/api/types';

/** Something that a person or a unit holds. */
export interface Held {
  kind: string;
  id: string;
  label: string;
  organisation: OrganisationRef | null;
  unit: UnitRef;
  person: PersonRef | null;
  waiting: string | null;
  within_unit: boolean;
}

export interface HeldList {
  items: Held[];
  more: boolean;
  open: Action;
}

export interface HandoverRow {
  id: string;
  code: string;
  person: PersonRef | null;
  unit: UnitRef | null;
  reason: string;
  state: string;
  opened_by: PersonRef | null;
  opened_on: string;
  lines_count: number;
  waiting_count: number;
  taken_count: number;
  refused_count: number;
  version: number;
}

export interface HandoverLine {
  no: number;
  kind: string;
  subject: string;
  label: string;
  organisation: OrganisationRef | null;
  from_unit: UnitRef;
  from_person: PersonRef | null;
  to_unit: UnitRef;
  to_person: PersonRef | null;
  state: string;
  answer: string;
  answered_by: PersonRef | null;
  answered_on: string | null;
  mine: boolean;
}

export interface HandoverRecord extends HandoverRow {
  lines: HandoverLine[];
  actions: Actions;
}

export interface Waiver {
  id: string;
  person: PersonRef | null;
  unit: UnitRef | null;
  why: string;
  granted_on: string;
  granted_by: PersonRef | null;
  until_on: string;
}

proven<Agrees<HeldList, 'HandoverHeldList'>>();
proven<Agrees<HandoverRow, 'HandoverRow'>>();
proven<Agrees<HandoverRecord, 'HandoverRecord'>>();
proven<Agrees<Waiver, 'HandoverWaiverView'>>();

/** `人 · 单位`, as far as there is one. */
export const named = (unit: UnitRef | null, person: PersonRef | null) => [person?.name, unit && (unit.short_name || unit.name)].filter(Boolean).join(' · ');
