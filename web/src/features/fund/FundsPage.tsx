import './fund.css';
import { PlusOutlined } from '@ant-design/icons';
import { lazy, Suspense } from 'react';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, StateTag, word } from '@/ui/words';
import { originalAmount } from './amount';
import type { FundPageOf, FundRow } from './types';

const ClaimDrawer = lazy(() => import('./ClaimDrawer'));

/** `?claim=new` opens the form; `?claim=<project>` opens it for that project. */
const NEW = 'new';

/** 到位资金台账: every receipt, whatever became of it. */
export default function FundsPage() {
  const t = useT();
  const can = useCan();
  const [search, change] = useSearchState();
  const claim = search['claim'];
  const wan = t.common.unitName.wan;

  const columns: Column<FundRow>[] = [
    { key: 'code', title: t.fund.code, width: 150, cell: (row) => <AppLink to={paths.fund(row.id)}>{row.code}</AppLink> },
    { key: 'project', title: t.fund.project, card: 'title', cell: (row) => <span className="fund-name">{row.project.name}</span> },
    { key: 'unit', title: t.fund.unit, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'payer', title: t.fund.payer, cell: (row) => <span className="fund-name">{row.payer}</span> },
    { key: 'received_on', title: t.fund.receivedOn, width: 110, sort: { asc: 'received_on', desc: '-received_on' }, cell: (row) => row.received_on },
    { key: 'claimed_fen', title: t.fund.claimed, unit: wan, right: true, width: 120, sort: { desc: '-claimed_fen' }, cell: (row) => money(row.claimed_fen) },
    { key: 'recognised_fen', title: t.fund.recognised, unit: wan, right: true, width: 125, cell: (row) => money(row.recognised_fen) },
    {
      key: 'state',
      title: t.common.status,
      width: 130,
      cell: (row) => (
        <>
          <StateTag dimension="fundState" code={row.state} />
          {row.corrects && <span className="tag"> {t.fund.correction}</span>}
        </>
      ),
    },
    {
      key: 'warnings_count',
      title: t.fund.hints,
      width: 90,
      cell: (row) => (row.warnings_count > 0 ? <span className="tag warn">{t.fund.duplicatesN(row.warnings_count)}</span> : ''),
    },
    { key: 'evidence_count', title: t.fund.evidence, right: true, width: 80, cell: (row) => row.evidence_count },
    { key: 'kind', title: t.fund.kind, hidden: true, cell: (row) => word(t, 'fundKind', row.kind) },
    { key: 'slip_no', title: t.fund.slipNo, hidden: true, cell: (row) => row.slip_no },
    { key: 'original', title: t.fund.original, hidden: true, right: true, cell: (row) => originalAmount(row) },
    { key: 'recognised_on', title: t.fund.recognisedOn, hidden: true, cell: (row) => row.recognised_on },
    { key: 'claimed_by', title: t.fund.claimedBy, hidden: true, cell: (row) => row.claimed_by?.name },
    { key: 'claimed_at', title: t.fund.claimedAt, hidden: true, sort: { asc: 'claimed_at' }, cell: (row) => row.claimed_at.slice(0, 10) },
  ];
  const filters: Filter[] = [
    { kind: 'text', key: 'q', label: t.fund.keyword, primary: true, wide: true },
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'fundState'), many: true, primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.fund.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.fund.unit} aria-label={t.fund.unit} />,
    },
    { kind: 'dates', from: 'from', to: 'to', label: t.fund.receivedOn, primary: true },
    { kind: 'dates', from: 'recognised_from', to: 'recognised_to', label: t.fund.recognisedOn },
    { kind: 'select', key: 'kind', label: t.fund.kind, options: options(t, 'fundKind'), many: true },
    { kind: 'select', key: 'track', label: t.fund.track, options: options(t, 'track') },
  ];

  const add = (
    <ActionButton
      type="primary"
      icon={<PlusOutlined />}
      disabledReason={can('fund.write') ? undefined : t.fund.noWrite}
      onClick={() => change({ claim: NEW })}
    >
      {t.fund.add}
    </ActionButton>
  );
  return (
    <Page title={t.nav.funds} sub={t.fund.sub} actions={add}>
      <LedgerTable<FundRow, FundPageOf>
        page="funds"
        caption={t.nav.funds}
        endpoint="/api/v1/funds"
        columns={columns}
        filters={filters}
        defaultSort="-received_on"
        {...(search['project'] ? { fixed: { project: search['project'] } } : {})}
        xlsx={can('fund.export') ? '/api/v1/funds.xlsx' : undefined}
        rowTo={(row) => paths.fund(row.id)}
        rowLabel={(row) => row.project.name}
        summary={(page) =>
          page.sums && (
            <span className="num">
              {t.fund.sums(money(page.sums.claimed_fen), money(page.sums.recognised_fen), wan)}
            </span>
          )
        }
        empty={<Empty title={t.fund.emptyTitle} hint={t.fund.emptyHint} />}
      />
      {claim !== undefined && can('fund.write') && (
        <Suspense>
          <ClaimDrawer project={claim === NEW ? search['project'] : claim} close={() => change({ claim: undefined }, { replace: true })} />
        </Suspense>
      )}
    </Page>
  );
}
