import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { Shown } from '@/ui/States';

export interface BuiltIn {
  id: string;
  name: string;
  total: string;
  items: number;
  recognises: boolean;
  about: string;
  text: string;
}

export const builtInQuery = (year: number) => ({
  queryKey: ['schemes', 'built-in', year],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<ListOf<BuiltIn>>('/api/v1/schemes/built-in', { year }, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Published methods to start from. */
export function BuiltIns({ close }: { close: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const { server } = useSession();
  const list = useQuery(builtInQuery(server.year));
  return (
    <Drawer open onClose={close} size="min(560px, 100vw)" title={t.assessment.builtIns} closable={{ 'aria-label': t.common.close }}>
      <p className="soft">{t.assessment.builtInsHint(server.year)}</p>
      <Shown of={list}>
        {({ items }) => (
          <ul className="rows">
            {items.map((one) => (
              <li key={one.id}>
                <div className="grow">
                  <strong>{one.name}</strong> {one.recognises && <span className="tag accent">{t.assessment.withRules}</span>}
                  <div className="soft">{one.about}</div>
                  <div className="soft">{t.assessment.builtInSize(one.items, one.total)}</div>
                </div>
                <Button
                  size="small"
                  onClick={() => {
                    close();
                    void navigate({ to: paths.schemes, search: { start: one.id } as never });
                  }}
                >
                  {t.assessment.startFrom}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Drawer>
  );
}
