import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import type { SupportRow, SupportTotals } from '@/ui/commitments/types';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { options, StateTag } from '@/ui/words';

/** 扶持资金: what was applied for, approved and paid, with the sums of the year. */
export default function SupportsPage() {
  const t = useT();
  const can = useCan();
  const words = t.commitment.support;
  const wan = t.common.unitName.wan;
  const columns: Column<SupportRow>[] = [
    { key: 'code', title: t.commitment.code, width: 120, cell: (row) => row.code },
    {
      key: 'title',
      title: words.name,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.support(row.id)} className="name">
          {row.title}
        </AppLink>
      ),
    },
    { key: 'project', title: t.commitment.project, cell: (row) => row.project.name },
    { key: 'unit', title: words.unit, width: 130, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'applied_on', title: words.appliedOn, width: 115, sort: { asc: 'applied_on', desc: '-applied_on' }, cell: (row) => row.applied_on },
    { key: 'applied_fen', title: words.applied, unit: wan, right: true, width: 120, cell: (row) => money(row.applied_fen) },
    { key: 'approved_fen', title: words.approved, unit: wan, right: true, width: 120, cell: (row) => money(row.approved_fen) },
    { key: 'paid_fen', title: words.paid, unit: wan, right: true, width: 120, cell: (row) => money(row.paid_fen) },
    { key: 'state', title: t.common.status, width: 120, cell: (row) => <StateTag dimension="supportState" code={row.state} /> },
    { key: 'basis', title: words.basis, hidden: true, cell: (row) => row.basis },
    { key: 'decided_on', title: words.decidedOn, width: 120, hidden: true, cell: (row) => row.decided_on },
    { key: 'paid_on', title: words.paidOn, width: 120, hidden: true, cell: (row) => row.paid_on },
  ];
  const hands = Object.entries(words.hands)
    .filter(([hand]) => can(hand === 'decide' ? 'commitment.recognise' : 'commitment.write'))
    .map(([value, label]) => ({ value, label }));
  const filters: Filter[] = [
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'supportState'), many: true, primary: true },
    ...(hands.length > 0 ? [{ kind: 'select', key: 'hand', label: words.hand, options: hands, primary: true } satisfies Filter] : []),
    {
      kind: 'custom',
      key: 'unit',
      label: words.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={words.unit} aria-label={words.unit} />,
    },
    { kind: 'dates', from: 'applied_from', to: 'applied_to', label: words.appliedOn },
  ];
  return (
    <Page title={words.title} sub={words.sub}>
      <div className="stack">
      <Totals />
      <LedgerTable<SupportRow>
        page="supports"
        caption={words.title}
        endpoint="/api/v1/supports"
        columns={columns}
        filters={filters}
        defaultSort="-applied_on"
        rowTo={(row) => paths.support(row.id)}
        rowLabel={(row) => row.title}
        empty={<Empty title={words.empty} hint={words.emptyHint} />}
      />
      </div>
    </Page>
  );
}

function Totals() {
  const t = useT();
  const { server } = useSession();
  const words = t.commitment.support;
  const totals = useQuery({
    queryKey: ['supports', 'totals', server.year],
    queryFn: ({ signal }) => api.get<SupportTotals>('/api/v1/supports/totals', { year: server.year }, signal),
  });
  return (
    <section className="panel" aria-label={words.totals(server.year)}>
      <div className="panel-head">
        <h2>{words.totals(server.year)}</h2>
        <span className="soft">
          {totals.data && (totals.data.whole_district ? words.whole : words.part)} · {words.counts}
        </span>
      </div>
      <Shown of={totals} rows={1}>
        {(sums) => (
          <dl className="facts strip">
            <div>
              <dt>{words.count}</dt>
              <dd className="big num">{sums.count}</dd>
            </div>
            {(
              [
                [words.applied, sums.applied_fen],
                [words.approved, sums.approved_fen],
                [words.paid, sums.paid_fen],
                [words.left, sums.approved_fen - sums.paid_fen],
              ] as const
            ).map(([label, fen]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd className="big">
                  <Amount fen={fen} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Shown>
    </section>
  );
}
