import { useLocation, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Search } from '@/lib/search';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Cursors of the pages before this one, for "previous". */
    trail?: string[];
  }
}

/** The page's state, which is the URL's search parameters. */
export function useSearchState(): readonly [Search, (change: Record<string, string | undefined>, options?: { replace?: boolean; trail?: string[] }) => void] {
  const search = useLocation({ select: (location) => location.search }) as unknown as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (next: Record<string, string | undefined>, options: { replace?: boolean; trail?: string[] } = {}) => {
      void navigate({
        to: '.',
        search: ((now: Search) => {
          const merged: Record<string, string | undefined> = { ...now, ...next };
          return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined && value !== ''));
        }) as never,
        replace: options.replace ?? false,
        resetScroll: false,
        ...(options.trail ? { state: { trail: options.trail } } : {}),
      });
    },
    [navigate],
  );
  return [search, change] as const;
}
