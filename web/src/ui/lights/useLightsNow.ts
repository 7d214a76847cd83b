import { useQuery } from '@tanstack/react-query';
import { createContext } from 'react';
import { api } from '@/api/http';

export interface LightNow {
  project_id: string;
  colour: string;
  name: string;
  meaning: string;
  overridden: boolean;
}

/** The newest lights of the projects that a list shows, by id. */
export function useLightsNow(projects: string[]): Map<string, LightNow> {
  const ids = [...new Set(projects)].slice(0, 200).sort();
  const lights = useQuery({
    queryKey: ['lights', 'now', ids],
    queryFn: ({ signal }) => api.get<{ month: string | null; items: LightNow[] }>('/api/v1/lights/now', { project: ids }, signal),
    enabled: ids.length > 0,
  });
  return new Map((lights.data?.items ?? []).map((one) => [one.project_id, one]));
}

/** The lights of a page of projects, for its cells. */
export const LightsNow = createContext<Map<string, LightNow>>(new Map());
