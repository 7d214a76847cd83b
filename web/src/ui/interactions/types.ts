import type { Actions, OrganisationRef, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface InteractionRow {
  id: string;
  organisation: OrganisationRef;
  unit: UnitRef;
  kind: string;
  held_on: string;
  place: string;
  subject: string;
  standing: string;
  next_step: string;
  next_owner: PersonRef | null;
  next_due_on: string | null;
  next_done_on: string | null;
  next_late: boolean;
  version: number;
}

/** Another unit's visit to the same firm or its group. */
export interface Clash {
  unit: UnitRef;
  kind: string;
  held_on: string;
  planned: boolean;
  same_firm: boolean;
}

export interface Clashes {
  days: number;
  items: Clash[];
}

export interface InteractionRecord extends InteractionRow {
  our_side: string[];
  units: UnitRef[];
  contacts: { id: string; name: string; title: string }[];
  contacts_hidden: number;
  projects: ProjectRef[];
  summary: string;
  next_result: string;
  entered_by: PersonRef | null;
  entered_at: string;
  clashes: Clash[];
  actions: Actions;
}

export interface InteractionPeople {
  names: string[];
  accounts: PersonRef[];
}

export interface InteractionSaved {
  id: string;
  version: number;
}

export interface InteractionRules {
  clash_days: number;
  quiet_days: number;
}

export interface QuietRow {
  key: string;
  unit: UnitRef;
  organisation: OrganisationRef;
  last_on: string | null;
  days: number | null;
}
