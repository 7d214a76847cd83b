import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { fixed } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { StateTag } from '@/ui/words';
import type { LeaderCase } from './types';

/** The projects that one leader answers for: how far each is, what is open, what comes next. */
export default function LeaderPage() {
  const t = useT();
  const navigate = useNavigate();
  const { name = '' } = useParams({ strict: false }) as { name?: string };
  const cases = useQuery({
    queryKey: ['leaders', name],
    queryFn: ({ signal }) => api.get<{ leader: string; cases: LeaderCase[] }>(`/api/v1/leaders/${encodeURIComponent(name)}`, undefined, signal),
  });
  return (
    <Page
      title={t.leader.of(name)}
      crumbs={[{ label: t.leader.title, to: paths.leaders }]}
      actions={<Button onClick={() => void navigate({ to: paths.dispatch, search: { leader: name } as never })}>{t.leader.pack}</Button>}
    >
      <section className="panel" aria-label={t.leader.of(name)}>
        <Shown of={cases} rows={8}>
          {(data) => (
            <PlainTable
              label={t.leader.of(name)}
              rows={data.cases}
              rowKey={(row) => row.id}
              columns={[
                { title: t.leader.project, head: true, cell: (row) => <AppLink to={paths.project(row.id)}>{row.name}</AppLink> },
                { title: t.leader.unit, cell: (row) => row.lead_unit.short_name || row.lead_unit.name },
                {
                  title: t.leader.stage,
                  cell: (row) => (
                    <span className="tags">
                      <StateTag dimension="stage" code={row.stage} />
                      {row.status !== 'ongoing' && <StateTag dimension="status" code={row.status} />}
                    </span>
                  ),
                },
                { title: t.leader.since, cell: (row) => <span className="num nowrap">{row.stage_since_on}</span> },
                { title: t.leader.total, right: true, cell: (row) => (row.total_fen === null ? '—' : fixed(BigInt(row.total_fen), 10_000_000_000n, 2)) },
                {
                  title: t.leader.open,
                  cell: (row) => (
                    <span className="tags">
                      {row.open_problems > 0 && <span className="tag warn">{t.leader.nProblems(row.open_problems)}</span>}
                      {row.late_problems > 0 && <span className="tag bad">{t.leader.nLate(row.late_problems)}</span>}
                      {row.open_notes > 0 && <span className="tag warn">{t.leader.nNotes(row.open_notes)}</span>}
                      {row.open_problems + row.open_notes === 0 && <span className="soft">{t.leader.nothingOpen}</span>}
                    </span>
                  ),
                },
                { title: t.leader.progress, cell: (row) => row.progress },
                { title: t.leader.next, cell: (row) => [row.next_step, row.next_step_due_on].filter(Boolean).join(' · ') },
              ]}
            />
          )}
        </Shown>
      </section>
    </Page>
  );
}
