import { useSyncExternalStore } from 'react';

const query = '(max-width: 767px)';
const subscribe = (changed: () => void) => {
  const list = window.matchMedia(query);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
};

/** Below 768 px: cards instead of tables, a drawer instead of the side. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(query).matches, () => false);
