import type { Actions, OrganisationRef, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface OrganisationRow extends OrganisationRef {
  uscc: string | null;
  kind: string;
  industry: { code: string; name: string } | null;
  group: OrganisationRef | null;
  /** Who is in charge. */
  charge: { unit: UnitRef; person: PersonRef | null } | null;
  /** What it counts as today; of rows only. */
  tags: string[];
  projects_count: number;
  total_fen: number | null;
  updated_at: string;
  version: number;
}

export interface OrganisationView extends Omit<OrganisationRow, 'tags'> {
  address: string;
  introduction: string;
  aliases: string[];
  former_names: { name: string; until_on: string }[];
  created_unit: UnitRef | null;
  /** Records that were merged into this one. */
  merged_from: OrganisationRef[];
  projects: (ProjectRef & { role: string; stage: string; total_fen: number | null })[];
  members_of_group: OrganisationRef[];
  actions: Actions;
  /** After a write: what is odd but not refused. */
  warnings?: (string | { message: string })[];
}

export interface OrganisationDraft {
  name: string;
  uscc: string | null;
  kind: string;
  country: string;
  group_id: string | null;
  industry: string | null;
  address: string;
  introduction: string;
  aliases: string[];
  version?: number;
}
