import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/http';
import type { ListOf, PageOf, ProjectRef, UnitRef } from '@/api/types';
import type { Search } from '@/lib/search';

/** A project nobody touched for so long asks for attention. */
export const INACTIVE_DAYS = 30;

interface Waiting {
  kind: 'fund' | 'recognition';
  id: string;
  title: string;
  unit: UnitRef;
  amount_fen: number | null;
  claimed_at: string;
  warnings_count: number;
  /** Claimed or typed by the reader, who therefore may not decide it. */
  mine: boolean;
}
interface Fund {
  id: string;
  code: string;
  project: ProjectRef;
  unit: UnitRef;
  received_on: string;
  claimed_fen: number;
}
interface Project extends ProjectRef {
  lead_unit: UnitRef;
  stage: string;
  updated_at: string;
  idle_since_on: string | null;
}
interface Board {
  cards: { key: string; params: Search; name: string; value_text: string; unit: string }[];
  pace?: { sentence: string } | null;
}

export const queue = queryOptions({
  queryKey: ['review', 'home'],
  queryFn: ({ signal }) =>
    api.get<PageOf<Waiting> & { counts: Record<string, number> }>('/api/v1/review/queue', undefined, signal),
});

export const returnedFunds = queryOptions({
  queryKey: ['funds', 'returned'],
  queryFn: ({ signal }) => api.get<PageOf<Fund>>('/api/v1/funds', { state: 'returned', limit: 6 }, signal),
});

export const staleProjects = queryOptions({
  queryKey: ['projects', 'inactive'],
  queryFn: ({ signal }) =>
    api.get<PageOf<Project>>('/api/v1/projects', { inactive_days: INACTIVE_DAYS, status: 'ongoing', limit: 6 }, signal),
});

export const recentProjects = queryOptions({
  queryKey: ['projects', 'recent'],
  queryFn: ({ signal }) => api.get<PageOf<Project>>('/api/v1/projects', { sort: '-updated_at', limit: 6 }, signal),
});

export const openBatches = queryOptions({
  queryKey: ['ledger', 'open'],
  queryFn: async ({ signal }) => {
    const { items } = await api.get<ListOf<{ id: string; file_name: string; state: string }>>('/api/v1/ledger/batches', undefined, signal);
    return { items: items.filter((batch) => batch.state === 'ready' || batch.state === 'reading') };
  },
});

export const paceOfYear = (year: number, asOf: string) =>
  queryOptions({
    queryKey: ['dashboard', 'home', year, asOf],
    queryFn: ({ signal }) => api.get<Board>('/api/v1/dashboard', { year, as_of: asOf }, signal),
  });
