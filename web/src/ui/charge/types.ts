import type { PersonRef, UnitRef } from '@/api/types';

/** Who is or was in charge of an investor, from when to when. */
export interface Charge {
  id: string;
  unit: UnitRef;
  person: PersonRef | null;
  from_on: string;
  until_on: string | null;
  why: string;
  set_by: PersonRef | null;
}
