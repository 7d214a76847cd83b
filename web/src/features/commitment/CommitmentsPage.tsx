import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Kept } from '@/ui/commitments/CommitmentSection';
import type { CommitmentRow } from '@/ui/commitments/types';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { options, word } from '@/ui/words';

/** 承诺事项: of all projects, what is due first at the top. */
export default function CommitmentsPage() {
  const t = useT();
  const can = useCan();
  const wan = t.common.unitName.wan;
  const columns: Column<CommitmentRow>[] = [
    { key: 'code', title: t.commitment.code, width: 120, hidden: true, cell: (row) => row.code },
    {
      key: 'text',
      title: t.commitment.text,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.commitment(row.id)} className="name">
          {row.text}
        </AppLink>
      ),
    },
    { key: 'project', title: t.commitment.project, width: 170, cell: (row) => row.project.name },
    { key: 'side', title: t.commitment.side, width: 110, cell: (row) => word(t, 'side', row.side) },
    { key: 'source', title: t.commitment.source, width: 150, hidden: true, cell: (row) => row.source },
    { key: 'owner', title: t.commitment.owner, width: 130, cell: (row) => row.owner_unit.short_name || row.owner_unit.name },
    { key: 'amount_fen', title: t.commitment.amount, unit: wan, right: true, width: 110, cell: (row) => money(row.amount_fen) },
    { key: 'done_fen', title: t.commitment.done, unit: wan, right: true, width: 120, cell: (row) => money(row.done_fen) },
    { key: 'due_on', title: t.commitment.due, width: 115, sort: { asc: 'due_on', desc: '-due_on' }, cell: (row) => row.due_on },
    { key: 'state', title: t.commitment.state, width: 170, cell: (row) => <Kept promise={row} /> },
    { key: 'measure', title: t.commitment.measure, hidden: true, cell: (row) => row.measure },
    { key: 'proof', title: t.commitment.proof, hidden: true, cell: (row) => row.proof },
    { key: 'state_on', title: t.commitment.stateOn, width: 120, hidden: true, cell: (row) => row.state_on },
  ];
  const filters: Filter[] = [
    { kind: 'select', key: 'side', label: t.commitment.side, options: options(t, 'side'), primary: true },
    { kind: 'select', key: 'state', label: t.commitment.state, options: options(t, 'commitmentState'), many: true, primary: true },
    { kind: 'select', key: 'overdue', label: t.commitment.late, options: [{ value: 'true', label: t.commitment.lateOnly }], primary: true },
    ...(can('commitment.write')
      ? [{ kind: 'select', key: 'mine', label: t.commitment.mine, options: [{ value: 'true', label: t.commitment.mineOnly }], primary: true } satisfies Filter]
      : []),
    {
      kind: 'custom',
      key: 'owner',
      label: t.commitment.owner,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.commitment.owner} aria-label={t.commitment.owner} />,
    },
    { kind: 'dates', from: 'due_from', to: 'due_to', label: t.commitment.due },
  ];
  return (
    <Page title={t.commitment.title} sub={t.commitment.sub}>
      <LedgerTable<CommitmentRow>
        page="commitments"
        caption={t.commitment.title}
        endpoint="/api/v1/commitments"
        columns={columns}
        filters={filters}
        defaultSort="due_on"
        rowTo={(row) => paths.commitment(row.id)}
        rowLabel={(row) => row.text}
        empty={<Empty title={t.commitment.empty} hint={t.commitment.emptyHint} />}
      />
    </Page>
  );
}
