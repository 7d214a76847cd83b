import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { short, type TransferRow } from '@/ui/transfers/types';
import { options, StateTag } from '@/ui/words';

/** 项目流转: the newest first. */
export default function TransfersPage() {
  const t = useT();
  const can = useCan();
  const columns: Column<TransferRow>[] = [
    { key: 'code', title: t.transfer.code, width: 120, cell: (row) => row.code },
    {
      key: 'project',
      title: t.transfer.project,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.transfer(row.id)} className="name">
          {row.project.name}
        </AppLink>
      ),
    },
    { key: 'from', title: t.transfer.from, width: 140, cell: (row) => short(row.from_unit) },
    { key: 'to', title: t.transfer.to, width: 140, cell: (row) => short(row.to_unit) },
    { key: 'state', title: t.common.status, width: 150, cell: (row) => <StateTag dimension="transferState" code={row.state} /> },
    { key: 'offered_on', title: t.transfer.offeredOn, width: 120, cell: (row) => row.offered_on },
    { key: 'expires_on', title: t.transfer.expiresOn, width: 120, cell: (row) => row.expires_on },
    { key: 'decided_on', title: t.transfer.decidedOn, width: 120, cell: (row) => row.decided_on },
    { key: 'years', title: t.transfer.years, width: 120, hidden: true, cell: (row) => t.transfer.yearsOf(row.years) },
    { key: 'reason', title: t.transfer.reason, hidden: true, cell: (row) => row.reason },
  ];
  const sides = Object.entries(t.transfer.sides)
    .filter(([side]) => (side === 'answer' ? can('project.write') : side === 'confirm' ? can('project.recognise') : true))
    .map(([value, label]) => ({ value, label }));
  const filters: Filter[] = [
    { kind: 'select', key: 'hand', label: t.transfer.side, options: sides, primary: true },
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'transferState'), many: true, primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.transfer.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.transfer.unit} aria-label={t.transfer.unit} />,
    },
  ];
  return (
    <Page title={t.transfer.title} sub={t.transfer.sub}>
      <LedgerTable<TransferRow>
        page="transfers"
        caption={t.transfer.title}
        endpoint="/api/v1/transfers"
        columns={columns}
        filters={filters}
        rowTo={(row) => paths.transfer(row.id)}
        rowLabel={(row) => row.project.name}
        empty={<Empty title={t.transfer.empty} hint={t.transfer.emptyHint} />}
      />
    </Page>
  );
}
