import { proven, type Agrees } from '@/api/contract';
import type { Action, OrganisationRef } from '@/api/types';
import type { Charge } from '@/ui/charge/types';
import type { AssociationAbout, Membership, Registration } from '@/ui/network/types';

export interface Holding {
  id: string;
  owner: OrganisationRef;
  owned: OrganisationRef;
  share_bp: number;
  from_on: string;
  until_on: string | null;
  source: string;
  version: number;
}

export interface TreeNode {
  organisation: OrganisationRef;
  depth: number;
  share_bp: number | null;
}

export interface Tag {
  id: string;
  tag: string;
  name: string;
  from_on: string;
  until_on: string | null;
  source: string;
  holds: boolean;
  version: number;
}

export interface TagKind {
  code: string;
  name: string;
}

export interface Intent {
  id: string;
  organisation: OrganisationRef;
  content: string;
  sectors: { code: string; name: string }[];
  regions: { code: string; name: string }[];
  currency: string;
  /** In the currency's smallest unit. */
  min_minor: number | null;
  max_minor: number | null;
  land_m2: number | null;
  horizon: string;
  standing: string;
  source: string;
  valid_until: string;
  version: number;
}

export interface Profile {
  owners: Holding[];
  owned: Holding[];
  tree: TreeNode[];
  tags: Tag[];
  intents: Intent[];
  memberships: Membership[];
  association: AssociationAbout | null;
  is_association: boolean;
  introducer: Registration | null;
  /** Who is in charge, and who was; the one of now first. */
  charges: Charge[];
  take_charge: Action;
  edit: Action;
  register: Action;
}

proven<Agrees<Profile, 'OrganisationProfile'>>();
