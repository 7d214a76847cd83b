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
import { StateTag, word } from '../words';
import type { CommitmentRow } from './types';

const EnterDialog = lazy(() => import('./EnterDialog'));

/** What was promised for a project, by both sides, with what became of it. */
export function CommitmentSection({ project, writes }: { project: ProjectRef; writes: boolean }) {
  const t = useT();
  const [entering, setEntering] = useState(false);
  const promises = useQuery({
    queryKey: ['commitments', 'of', project.id],
    queryFn: ({ signal }) => api.get<PageOf<CommitmentRow>>('/api/v1/commitments', { project: project.id }, signal),
  });
  const wan = t.common.unitName.wan;
  return (
    <section className="panel" aria-label={t.commitment.ofProject}>
      <div className="panel-head">
        <h2>{t.commitment.ofProject}</h2>
        {writes && (
          <Button size="small" onClick={() => setEntering(true)}>
            {t.commitment.enter}
          </Button>
        )}
      </div>
      <Shown of={promises} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.commitment.noneOfProject} hint="" />
          ) : (
            <PlainTable
              label={t.commitment.ofProject}
              rows={items}
              rowKey={(row) => row.id}
              columns={[
                { title: t.commitment.text, head: true, cell: (row) => (
                  <>
                    <AppLink to={paths.commitment(row.id)}>{row.text}</AppLink>
                    <div className="soft">{row.source}</div>
                  </>
                ) },
                { title: t.commitment.side, cell: (row) => word(t, 'side', row.side) },
                { title: t.commitment.owner, cell: (row) => row.owner_unit.short_name || row.owner_unit.name },
                { title: t.commitment.due, cell: (row) => <span className="num nowrap">{row.due_on}</span> },
                { title: t.common.withUnit(t.commitment.amount, wan), right: true, cell: (row) => money(row.amount_fen) },
                { title: t.common.withUnit(t.commitment.done, wan), right: true, cell: (row) => money(row.done_fen) },
                { title: t.commitment.state, cell: (row) => <Kept promise={row} /> },
              ]}
            />
          )
        }
      </Shown>
      {entering && (
        <Suspense>
          <EnterDialog project={project} close={() => setEntering(false)} />
        </Suspense>
      )}
    </section>
  );
}

/** How a promise stands; lateness is a word, not only a colour. */
export function Kept({ promise }: { promise: CommitmentRow }) {
  const t = useT();
  return (
    <span className="tags">
      <StateTag dimension="commitmentState" code={promise.state} />
      {promise.overdue && <span className="tag bad">{t.commitment.late}</span>}
    </span>
  );
}
