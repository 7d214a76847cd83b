import type { Actions, OrganisationRef, PersonRef, UnitRef } from '@/api/types';

/** A person at an organisation; numbers and addresses are masked. */
export interface ContactRow {
  id: string;
  organisation: OrganisationRef;
  unit: UnitRef;
  keeper: PersonRef | null;
  name: string;
  title: string;
  phones: string[];
  email: string;
  wechat: string;
  language: string;
  basis: string;
  notice_on: string | null;
  retention_until: string;
  keeping: string;
  updated_at: string;
  version: number;
}

/** An association to which a person belongs. */
export interface ContactTie {
  id: string;
  association: OrganisationRef;
  position: string;
  from_on: string | null;
  until_on: string | null;
  version: number;
}

export interface ContactRecord extends ContactRow {
  note: string;
  source: string;
  entered_by: PersonRef | null;
  entered_at: string;
  ties: ContactTie[];
  reveals: { at: string; by: string; purpose: string; text: string; fields: string[] }[];
  actions: Actions;
}

/** What a write answers: nothing of the person. */
export interface ContactSaved {
  id: string;
  version: number;
}

export interface ContactRules {
  retention_months: number;
}
