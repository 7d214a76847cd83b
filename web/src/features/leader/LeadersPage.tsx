import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { fixed } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import type { LeaderRow } from './types';

/** 领导包联: who answers for how many projects, and what is open of them. */
export default function LeadersPage() {
  const t = useT();
  const leaders = useQuery({
    queryKey: ['leaders'],
    queryFn: ({ signal }) => api.get<ListOf<LeaderRow>>('/api/v1/leaders', undefined, signal),
  });
  return (
    <Page title={t.leader.title} sub={t.leader.sub}>
      <section className="panel" aria-label={t.leader.title}>
        <Shown of={leaders} rows={6}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t.leader.none} hint={t.leader.noneHint} />
            ) : (
              <PlainTable
                label={t.leader.title}
                rows={items}
                rowKey={(row) => row.leader}
                columns={[
                  { title: t.leader.leader, head: true, cell: (row) => <AppLink to={paths.leader(row.leader)}>{row.leader}</AppLink> },
                  { title: t.leader.projects, right: true, cell: (row) => row.projects },
                  { title: t.leader.ongoing, right: true, cell: (row) => row.ongoing },
                  { title: t.leader.total, right: true, cell: (row) => fixed(BigInt(row.total_fen), 10_000_000_000n, 2) },
                  { title: t.leader.problems, right: true, cell: (row) => row.open_problems },
                  { title: t.leader.late, right: true, cell: (row) => (row.late_problems > 0 ? <span className="tag bad">{row.late_problems}</span> : 0) },
                  { title: t.leader.notes, right: true, cell: (row) => row.open_notes },
                ]}
              />
            )
          }
        </Shown>
      </section>
    </Page>
  );
}
