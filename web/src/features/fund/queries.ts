import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '@/api/http';
import type { ListOf } from '@/api/types';
import type { RecognisedView } from './Recognised';
import type { FundView, ProjectFacts, Queue } from './types';

export const fundQuery = (id: string) =>
  queryOptions({ queryKey: ['funds', 'one', id], queryFn: ({ signal }) => api.get<FundView>(`/api/v1/funds/${id}`, undefined, signal) });

/** What the scheme's rules make of a receipt. */
export const recognisedQuery = (id: string) =>
  queryOptions({ queryKey: ['book', 'one', id], queryFn: ({ signal }) => api.get<RecognisedView>(`/api/v1/book/${id}`, undefined, signal) });

export const queueQuery = (kind: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['review', 'queue', kind ?? ''],
    queryFn: ({ signal, pageParam }) => api.get<Queue>('/api/v1/review/queue', { kind, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

export const projectFacts = (id: string) =>
  queryOptions({
    queryKey: ['projects', 'one', id],
    queryFn: ({ signal }) => api.get<ProjectFacts>(`/api/v1/projects/${id}`, undefined, signal),
  });

export interface Rate {
  currency: string;
  on_date: string;
  rate: string;
  source: string;
}
/** Dated rates of the month before a receipt: the nearest one is offered. */
export const ratesQuery = (currency: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['rates', currency, from, to],
    queryFn: ({ signal }) => api.get<ListOf<Rate>>('/api/v1/rates', { currency, from, to }, signal),
    staleTime: 10 * 60_000,
  });

/** Whatever a decision on money or on a recognition makes old. */
export const afterDecision = [['review'], ['funds'], ['book'], ['rounds'], ['recognitions'], ['projects'], ['dashboard'], ['scores'], ['figure'], ['summary']];
