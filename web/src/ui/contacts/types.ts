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

export interface ContactRecord extends ContactRow {
  note: string;
  source: string;
  entered_by: PersonRef | null;
  entered_at: string;
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
