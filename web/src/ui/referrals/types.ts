import { proven, type Agrees } from '@/api/contract';
import type { Actions, PersonRef, UnitRef } from '@/api/types';

export interface ReferralRow {
  id: string;
  code: string;
  organisation_id: string;
  organisation_name: string;
  country: string;
  from_unit: UnitRef;
  to_unit: UnitRef;
  why: string;
  keeps_bp: number | null;
  state: string;
  offered_by: PersonRef | null;
  offered_on: string;
  expires_on: string;
  answered_on: string | null;
  version: number;
}

export interface ReferralRecord extends ReferralRow {
  introduction: string;
  answer: string;
  answered_by: PersonRef | null;
  claim_id: string | null;
  claim_code: string | null;
  organisation_visible: boolean;
  actions: Actions;
}

/** A share of the credit that was agreed before there was a project. */
export interface AgreedShare {
  unit: UnitRef;
  share_bp: number;
  by: string;
  id: string;
  code: string;
  why: string;
  agreed_on: string;
}

proven<Agrees<ReferralRow, 'ReferralRow'>>();
proven<Agrees<ReferralRecord, 'ReferralRecord'>>();
proven<Agrees<AgreedShare, 'AgreedShare'>>();
