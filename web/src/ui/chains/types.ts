import type { Action, OrganisationRef, ProjectRef, UnitRef } from '@/api/types';
import type { Factor } from '../Factors';

interface Industry {
  code: string;
  name: string;
}

export interface Target {
  id: string;
  chain_id: string;
  chain: string;
  link_id: string;
  link: string;
  /** None where the reader may not know who it is. */
  organisation: OrganisationRef | null;
  unit: UnitRef;
  due_on: string;
  outcome: string;
  overdue: boolean;
  project: ProjectRef | null;
  reason: string;
  said: string;
  said_on: string | null;
  version: number;
}

export interface Pair {
  id: string;
  chain_id: string;
  chain: string;
  event_id: string;
  event: string;
  held_on: string;
  link_id: string;
  link: string;
  firm: OrganisationRef | null;
  firm_readable: boolean;
  investor: OrganisationRef | null;
  result: string;
  next_step: string;
  due_on: string | null;
  version: number;
}

export interface ChainsOf {
  places: { chain_id: string; chain: string; link_id: string; link: string; strength: string; role: string }[];
  targets: Target[];
  pairs: Pair[];
}

export interface SuggestedLinks {
  items: { chain_id: string; chain: string; link_id: string; link: string; strength: string; points: number; factors: Factor[] }[];
  compared: number;
}

export interface Link {
  id: string;
  parent_id: string | null;
  tier: string;
  name: string;
  sectors: Industry[];
  sort_no: number;
  strength: string;
  reason: string;
  facts: { firms: number; projects: number; projects_before_signing: number; total_fen: number | null; suggested: string };
  targets_open: number;
  targets_count: number;
  version: number;
}

export interface ChainRow {
  id: string;
  code: string;
  name: string;
  leader: string;
  lead_unit: UnitRef;
  master: OrganisationRef | null;
  valid_from: string;
  valid_until: string | null;
  holds: boolean;
  strengths: { strong: number; fair: number; weak: number; gap: number };
  targets: { to_contact: number; contacted: number; visiting: number; project: number; given_up: number; overdue: number };
  firms: number;
  projects: number;
  version: number;
}

export interface ChainList {
  items: ChainRow[];
  leaders: string[];
  create: Action;
}

export interface Session {
  event_id: string;
  name: string;
  held_on: string;
  place: string;
  units: UnitRef[];
  empty: boolean;
}

export interface Chain extends ChainRow {
  note: string;
  links: Link[];
  sessions: Session[];
  pairs: Pair[];
  leaders: string[];
  actions: { edit: Action; lead: Action; remove: Action };
}

export interface Firm {
  id: string;
  organisation: OrganisationRef | null;
  readable: boolean;
  role: string;
  since_on: string | null;
  version: number;
}

export interface LinkView extends Link {
  chain_id: string;
  firms: Firm[];
  targets: Target[];
  projects: { project: ProjectRef; industry: Industry | null; stage: string; lead_unit: UnitRef; total_fen: number | null }[];
  pairs: Pair[];
  actions: { edit: Action; remove: Action; find: Action };
}

export interface TargetRecord extends Target {
  log: { no: number; act: string; unit: UnitRef; due_on: string; text: string; happened_on: string; done_by: { id: string; name: string } | null; done_at: string }[];
  actions: { reassign: Action; step: Action; take_back: Action };
}

export interface Candidates {
  items: {
    organisation: OrganisationRef;
    industry: Industry | null;
    intent: { id: string; content: string } | null;
    tags: string[];
    occupied_by: string | null;
    points: number;
    factors: Factor[];
  }[];
  compared: number;
  aim: Action;
}
