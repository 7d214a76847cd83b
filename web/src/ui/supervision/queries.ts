import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { Levels } from './types';

export const levelsQuery = {
  queryKey: ['supervision-levels'],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Levels>('/api/v1/supervision-levels', undefined, signal),
  staleTime: 10 * 60_000,
};

/** Whether the reader issues notes: whoever writes supervision for the whole district. */
export function useOfficeIssues(): boolean {
  const { can } = useSession();
  return can.some((grant) => grant.class === 'supervision' && grant.act === 'write' && grant.scope === 'district');
}
