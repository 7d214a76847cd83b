import { proven, type Agrees } from '@/api/contract';
import type { Action, OrganisationRef, PersonRef, ProjectRef, UnitRef } from '@/api/types';
import type { ContactRow } from '../contacts/types';

/** That an organisation belongs to an association. */
export interface Membership {
  id: string;
  association: OrganisationRef;
  member: OrganisationRef;
  position: string;
  from_on: string;
  until_on: string | null;
  source: string;
  holds: boolean;
  version: number;
}

export interface AssociationAbout {
  gathers: string;
  note: string;
  version: number;
}

export interface AssociationRow extends OrganisationRef {
  gathers: string | null;
  note: string;
  charge: { unit: UnitRef; person: PersonRef | null } | null;
  members_count: number;
  people_count: number;
}

export interface AssociationRecord {
  organisation: OrganisationRef;
  about: AssociationAbout | null;
  charge: { unit: UnitRef; person: PersonRef | null } | null;
  readable: boolean;
  members: Membership[];
  people: (ContactRow & { position: string })[];
  staff: ContactRow[];
  describe: Action;
}

export interface Registration {
  role: string;
  registered_on: string;
  terms: string;
  valid_until: string | null;
  agreement: string;
  /** Of the recognised money of a project. */
  reward_bp: number | null;
  /** For one project. */
  reward_cap_fen: number | null;
  checked_on: string | null;
  checked_by: PersonRef | null;
  version: number;
}

/** What was brought, each project counted once. */
export interface IntroducerSums {
  projects: number;
  in_time: number;
  signed: number;
  contract_fen: number;
  recognised_fen: number;
  reward_fen: number;
}

export interface IntroducerRow extends OrganisationRef {
  registration: Registration;
  in_force: boolean;
  sums: IntroducerSums;
}

export interface IntroducedProject extends ProjectRef {
  stage: string;
  status: string;
  lead_unit: UnitRef;
  investors: OrganisationRef[];
  others: OrganisationRef[];
  entered_on: string;
  signed_on: string | null;
  contract_fen: number | null;
  recognised_fen: number;
  introduction: string;
  reward_fen: number;
}

export interface IntroducerRecord {
  organisation: OrganisationRef;
  registration: Registration | null;
  in_force: boolean;
  projects: IntroducedProject[];
  sums: IntroducerSums;
}

export interface ReachStep {
  node: string;
  id: string;
  name: string;
  note: string;
  readable: boolean;
  link: string;
  position: string | null;
  from_on: string | null;
  source: string;
}

export interface Reached {
  paths: { way: string; steps: ReachStep[] }[];
  more: boolean;
}

proven<Agrees<Membership, 'AssociationMember'>>();
proven<Agrees<AssociationAbout, 'AssociationAbout'>>();
proven<Agrees<AssociationRow, 'AssociationRow'>>();
proven<Agrees<AssociationRecord, 'AssociationRecord'>>();
proven<Agrees<Registration, 'IntroducerView'>>();
proven<Agrees<IntroducerRow, 'IntroducerRow'>>();
proven<Agrees<IntroducerRecord, 'IntroducerRecord'>>();
proven<Agrees<Reached, 'Reached'>>();
