import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/http';
import type { Chain, LinkView } from '@/ui/chains/types';

/** What every write of the room makes old. */
export const CHAINS = [['chains'], ['investors'], ['events']];

export const chainQuery = (id: string) =>
  queryOptions({
    queryKey: ['chains', 'one', id],
    queryFn: ({ signal }) => api.get<Chain>(`/api/v1/chains/${id}`, undefined, signal),
  });

export const linkQuery = (id: string) =>
  queryOptions({
    queryKey: ['chains', 'link', id],
    queryFn: ({ signal }) => api.get<LinkView>(`/api/v1/chain-links/${id}`, undefined, signal),
  });

/** A link of an address: where it is in its chain's picture. */
export const TIERS = ['upstream', 'midstream', 'downstream'] as const;
