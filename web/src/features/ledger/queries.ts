import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '@/api/http';
import type { ListOf, PageOf } from '@/api/types';
import type { Batch, BatchLine, Field, Row } from './types';

export const batchesQuery = queryOptions({
  queryKey: ['ledger', 'list'],
  queryFn: ({ signal }) => api.get<ListOf<BatchLine>>('/api/v1/ledger/batches', undefined, signal),
});

/** Looked at again while the server works on it. */
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['ledger', 'batch', id],
    queryFn: ({ signal }) => api.get<Batch>(`/api/v1/ledger/batches/${id}`, undefined, signal),
    refetchInterval: (query) => (query.state.data?.state === 'reading' || query.state.data?.state === 'importing' ? 700 : false),
  });

export const rowsQuery = (id: string, version: number, only: string) =>
  infiniteQueryOptions({
    queryKey: ['ledger', 'rows', id, only, version],
    queryFn: ({ signal, pageParam }) => api.get<PageOf<Row>>(`/api/v1/ledger/batches/${id}/rows`, { only, limit: 50, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  });

export const fieldsQuery = queryOptions({
  queryKey: ['ledger', 'fields'],
  queryFn: ({ signal }) => api.get<ListOf<Field>>('/api/v1/ledger/fields', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
});
