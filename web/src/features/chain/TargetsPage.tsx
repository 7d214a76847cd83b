import { useT } from '@/i18n';
import { useSession } from '@/api/session';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Outcome } from '@/ui/chains/Strength';
import type { Target } from '@/ui/chains/types';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { options } from '@/ui/words';

/** Targets of all chains, those that are due first. */
export default function TargetsPage() {
  const t = useT();
  const { can } = useSession();
  const ofUnit = can.some((grant) => grant.class === 'interaction' && grant.act === 'write' && grant.scope === 'unit');
  const columns: Column<Target>[] = [
    {
      key: 'organisation',
      title: t.chain.target,
      card: 'title',
      cell: (row) =>
        row.organisation ? (
          <AppLink to={paths.investor(row.organisation.id)} className="name">
            {row.organisation.name}
          </AppLink>
        ) : (
          <span className="soft">{t.chain.nameless}</span>
        ),
    },
    { key: 'chain', title: t.chain.one, width: 140, cell: (row) => row.chain },
    {
      key: 'link',
      title: t.chain.link,
      width: 120,
      cell: (row) => (
        <AppLink to={paths.chain(row.chain_id)} search={{ link: row.link_id }}>
          {row.link}
        </AppLink>
      ),
    },
    { key: 'unit', title: t.chain.unit, width: 100, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'due_on', title: t.chain.due, width: 110, sort: { asc: 'due_on', desc: '-due_on' }, cell: (row) => row.due_on },
    { key: 'outcome', title: t.chain.outcome, width: 135, cell: (row) => <Outcome of={row.outcome} overdue={row.overdue} /> },
    { key: 'said', title: t.chain.said, cell: (row) => row.said },
    { key: 'project', title: t.chain.become, width: 130, cell: (row) => row.project && <AppLink to={paths.project(row.project.id)}>{row.project.name}</AppLink> },
  ];
  const filters: Filter[] = [
    { kind: 'select', key: 'outcome', label: t.chain.outcome, options: options(t, 'chainOutcome'), many: true, primary: true },
    { kind: 'select', key: 'overdue', label: t.chain.overdue, options: [{ value: 'true', label: t.chain.overdueOnly }], primary: true },
    ...(ofUnit ? [{ kind: 'select', key: 'mine', label: t.chain.mine, options: [{ value: 'true', label: t.chain.mineOnly }], primary: true } satisfies Filter] : []),
    {
      kind: 'custom',
      key: 'unit',
      label: t.chain.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.chain.unit} aria-label={t.chain.unit} />,
    },
  ];
  return (
    <Page title={t.chain.targetsTitle} sub={t.chain.targetsSub} crumbs={[{ label: t.chain.title, to: paths.chains }]}>
      <LedgerTable<Target>
        page="chain-targets"
        caption={t.chain.targetsTitle}
        endpoint="/api/v1/chain-targets"
        columns={columns}
        filters={filters}
        defaultSort="due_on"
        rowTo={(row) => paths.chainLink(row.link_id)}
        rowLabel={(row) => row.organisation?.name ?? row.link}
        empty={<Empty title={t.chain.targetsEmpty} hint={t.chain.targetsEmptyHint} />}
      />
    </Page>
  );
}
