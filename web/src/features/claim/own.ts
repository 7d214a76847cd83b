import { useSession } from '@/api/session';

/** The unit for which the reader reports; none for the office, which reports for others. */
export function useOwnUnit(): string | undefined {
  return useSession().roles.find((role) => !['committee', 'office'].includes(role.unit.kind))?.unit.id;
}
