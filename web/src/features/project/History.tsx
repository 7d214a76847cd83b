import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { Empty, Shown } from '@/ui/States';

interface Entry {
  seq: number;
  at: string;
  actor_name: string;
  act: string;
}

/** Who changed what and when, from the audit; asked for when wanted. */
export function History({ id }: { id: string }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const history = useQuery({
    queryKey: ['projects', id, 'history'],
    queryFn: ({ signal }) => api.get<ListOf<Entry>>(`/api/v1/projects/${id}/history`, undefined, signal),
    enabled: open,
  });
  return (
    <section className="panel" aria-label={t.project.history}>
      <h2>{t.project.history}</h2>
      {!open ? (
        <Button onClick={() => setOpen(true)}>{t.project.historyShow}</Button>
      ) : (
        <Shown of={history} rows={3}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t.project.historyNone} hint="" />
            ) : (
              <ul className="rows">
                {items.map((entry) => (
                  <li key={entry.seq}>
                    <div className="grow">
                      {t.auditActs[entry.act] ?? entry.act}
                      <div className="soft">{entry.actor_name}</div>
                    </div>
                    <span className="soft num nowrap">{instant(entry.at)}</span>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      )}
    </section>
  );
}
