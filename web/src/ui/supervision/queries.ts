import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useLang } from '@/i18n';
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

/** The name of a level in the reader's language; records keep the one that held when they were made. */
export function useLevelName(): (name: string) => string {
  const english = useLang() === 'en';
  const table = useQuery({ ...levelsQuery, enabled: english });
  return (name) => (english && table.data?.levels.find((one) => one.name === name)?.name_en) || name;
}
