import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import type { PageOf, ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { PlainTable } from '../PlainTable';
import { Empty, Shown } from '../States';
import { StateTag } from '../words';
import type { SupportRow } from './types';

const ApplyDialog = lazy(() => import('./ApplyDialog'));

/** The support funds of a project: applied for, approved, paid. */
export function SupportSection({ project, writes }: { project: ProjectRef; writes: boolean }) {
  const t = useT();
  const [applying, setApplying] = useState(false);
  const supports = useQuery({
    queryKey: ['supports', 'of', project.id],
    queryFn: ({ signal }) => api.get<PageOf<SupportRow>>('/api/v1/supports', { project: project.id }, signal),
  });
  const words = t.commitment.support;
  const wan = t.common.unitName.wan;
  return (
    <section className="panel" aria-label={words.title}>
      <div className="panel-head">
        <h2>{words.title}</h2>
        {writes && (
          <Button size="small" onClick={() => setApplying(true)}>
            {words.apply}
          </Button>
        )}
      </div>
      <Shown of={supports} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={words.none} hint="" />
          ) : (
            <PlainTable
              label={words.title}
              rows={items}
              rowKey={(row) => row.id}
              columns={[
                { title: words.name, head: true, cell: (row) => <AppLink to={paths.support(row.id)}>{row.title}</AppLink> },
                { title: words.basis, cell: (row) => row.basis },
                { title: words.appliedOn, cell: (row) => <span className="num nowrap">{row.applied_on}</span> },
                { title: t.common.withUnit(words.applied, wan), right: true, cell: (row) => money(row.applied_fen) },
                { title: t.common.withUnit(words.approved, wan), right: true, cell: (row) => money(row.approved_fen) },
                { title: t.common.withUnit(words.paid, wan), right: true, cell: (row) => money(row.paid_fen) },
                { title: t.common.status, cell: (row) => <StateTag dimension="supportState" code={row.state} /> },
              ]}
            />
          )
        }
      </Shown>
      {applying && (
        <Suspense>
          <ApplyDialog project={project} close={() => setApplying(false)} />
        </Suspense>
      )}
    </section>
  );
}
