import { api } from '@/api/http';
import { useT } from '@/i18n';
import { useWrite } from '@/ui/useWrite';

/** Takes back a report that was made by mistake; `back` goes to its project. */
export function useWithdraw(back: (project: string) => void) {
  const t = useT();
  return useWrite(
    (entry: { id: string; version: number; project: { id: string } }, key) => api.post<null>(`/api/v1/progress/${entry.id}/withdraw`, { version: entry.version }, key),
    {
      said: t.progress.withdrawn,
      refresh: [['progress'], ['projects'], ['timeline']],
      onDone: (_, entry) => back(entry.project.id),
    },
  );
}
