import { proven, type Agrees } from '@/api/contract';
import type { Actions, OrganisationRef, PersonRef, UnitRef } from '@/api/types';

/** An organisation as the merge compares it. */
export interface Compared {
  id: string;
  name: string;
  uscc: string | null;
  kind: string;
  country: string;
  industry: { code: string; name: string } | null;
  group: OrganisationRef | null;
  address: string;
  introduction: string;
  aliases: string[];
  former_names: { name: string; until_on: string }[];
  created_unit: UnitRef | null;
  members_of_group: OrganisationRef[];
  updated_at: string;
  version: number;
}

export interface MovedCount {
  relation: string;
  rows: number;
}

export interface Preview {
  into: Compared;
  from: Compared;
  advised: string[];
  moves: MovedCount[];
  blockers: { code: string; message: string; field: string | null }[];
}

export interface MergeRow {
  id: string;
  from_id: string;
  from_name: string;
  into_id: string;
  into_name: string;
  reason: string;
  done_by: PersonRef | null;
  done_at: string;
  undone_by: PersonRef | null;
  undone_at: string | null;
  undo_reason: string;
  version: number;
}

export interface MergeRecord extends MergeRow {
  taken: string[];
  moves: MovedCount[];
  actions: Actions;
}

proven<Agrees<MergeRow, 'MergeRow'>>();
proven<Agrees<MergeRecord, 'MergeRecord'>>();
proven<Agrees<Omit<Preview, 'into' | 'from'>, 'MergePreview'>>();
