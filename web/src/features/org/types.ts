import type { Actions, UnitRef } from '@/api/types';

export interface UnitRow extends UnitRef {
  parent_id: string | null;
  path: string;
  sort_no: number;
  scored: boolean;
  mission: string;
  valid_from: string;
  valid_until: string | null;
  version: number;
  members_count: number;
}

export interface Member {
  id: string;
  name: string;
  title: string;
  position: string;
  account_id: string | null;
  valid_from: string;
  valid_until: string | null;
  version: number;
}

export interface UnitView extends UnitRow {
  members: Member[];
  actions?: Actions;
}

export interface RoleHeld {
  id: string;
  role: string;
  unit: UnitRef;
  valid_from: string;
  valid_until: string | null;
}

export interface Account {
  id: string;
  login: string;
  name: string;
  disabled: boolean;
  locked_until: string | null;
  roles: RoleHeld[];
  version: number;
}
