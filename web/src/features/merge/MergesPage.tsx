import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { Empty } from '@/ui/States';
import type { MergeRow } from './types';

/** What was merged, the latest first. */
export default function MergesPage() {
  const t = useT();
  const columns: Column<MergeRow>[] = [
    {
      key: 'from',
      title: t.merge.went,
      width: 260,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.merge(row.id)} className="name">
          {row.from_name}
        </AppLink>
      ),
    },
    { key: 'into', title: t.merge.stayed, width: 260, cell: (row) => <AppLink to={paths.investor(row.into_id)}>{row.into_name}</AppLink> },
    { key: 'state', title: t.common.status, width: 110, cell: (row) => (row.undone_at === null ? <span className="tag good">{t.merge.inForce}</span> : <span className="tag">{t.merge.undone}</span>) },
    { key: 'reason', title: t.merge.reason, cell: (row) => row.reason },
    { key: 'done_by', title: t.merge.by, width: 110, cell: (row) => row.done_by?.name ?? t.audit.system },
    { key: 'done_at', title: t.merge.at, width: 140, cell: (row) => <span className="num nowrap">{instant(row.done_at)}</span> },
  ];
  const filters: Filter[] = [
    {
      kind: 'custom',
      key: 'organisation',
      label: t.merge.onlyOne,
      primary: true,
      render: (value, set) => (value ? <span className="tag accent">{t.merge.onlyOne}<button type="button" className="tag-x" aria-label={t.common.reset} onClick={() => set(undefined)}>✕</button></span> : null),
    },
  ];
  return (
    <Page title={t.merge.title} sub={t.merge.sub} crumbs={[{ label: t.investor.title, to: paths.investors }]}>
      <LedgerTable<MergeRow>
        page="merges"
        caption={t.merge.title}
        endpoint="/api/v1/merges"
        columns={columns}
        filters={filters}
        rowTo={(row) => paths.merge(row.id)}
        rowLabel={(row) => t.merge.of(row.from_name, row.into_name)}
        empty={<Empty title={t.merge.none} hint={t.merge.noneHint} />}
      />
    </Page>
  );
}
