import { lazy, Suspense } from 'react';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { ClaimTag, DaysLeft } from '@/ui/claims/ClaimTag';
import type { AskRow, CaseRow, ClaimRow } from '@/ui/claims/types';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, StateTag, word } from '@/ui/words';

const AskPanel = lazy(() => import('./AskPanel'));

/** First reports, the newest first. */
export function Claims() {
  const t = useT();
  const can = useCan();
  const columns: Column<ClaimRow>[] = [
    { key: 'code', title: t.claim.code, width: 105, cell: (row) => row.code },
    {
      key: 'organisation',
      title: t.claim.investor,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.claim(row.id)} className="name">
          {row.organisation.name}
        </AppLink>
      ),
    },
    { key: 'content', title: t.claim.content, cell: (row) => row.content },
    { key: 'amount', title: t.claim.amountShort, unit: t.common.unitName.wan, right: true, width: 105, cell: (row) => money(row.amount_fen) },
    { key: 'unit', title: t.claim.unit, width: 120, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'reported_at', title: t.claim.reportedAt, width: 135, cell: (row) => instant(row.reported_at) },
    { key: 'expires_on', title: t.claim.expiresOn, width: 115, cell: (row) => row.expires_on },
    { key: 'days_left', title: t.claim.daysLeft, right: true, width: 110, cell: (row) => <DaysLeft claim={row} /> },
    { key: 'state', title: t.common.status, width: 140, cell: (row) => <ClaimTag claim={row} /> },
    { key: 'project', title: t.claim.project, hidden: true, cell: (row) => row.project?.name },
    { key: 'upward', title: t.claim.upward, hidden: true, width: 100, cell: (row) => (row.upward ? t.common.yes : '') },
  ];
  const filters: Filter[] = [
    { kind: 'text', key: 'q', label: t.claim.q, primary: true },
    ...(can('claim.write') ? [{ kind: 'select', key: 'hand', label: t.claim.hand, options: choices(t.claim.hands), primary: true } satisfies Filter] : []),
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'claimState'), many: true, primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.claim.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.claim.unit} aria-label={t.claim.unit} />,
    },
  ];
  return (
    <LedgerTable<ClaimRow>
      page="claims"
      caption={t.claim.tabs['claims'] ?? ''}
      endpoint="/api/v1/claims"
      columns={columns}
      filters={filters}
      rowTo={(row) => paths.claim(row.id)}
      rowLabel={(row) => row.organisation.name}
      empty={<Empty title={t.claim.empty} hint={t.claim.emptyHint} />}
    />
  );
}

const choices = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** Ways on that were asked for, one's own and those to answer. */
export function Asks() {
  const t = useT();
  const [search, change] = useSearchState();
  const columns: Column<AskRow>[] = [
    { key: 'investor', title: t.claim.investor, card: 'title', cell: (row) => row.investor_name },
    { key: 'way', title: t.claim.way, width: 110, cell: (row) => word(t, 'claimWay', row.way) },
    { key: 'unit', title: t.claim.askingUnit, width: 140, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'holder', title: t.claim.unit, width: 140, cell: (row) => row.claim.unit.short_name || row.claim.unit.name },
    { key: 'code', title: t.claim.code, width: 115, cell: (row) => row.claim.code },
    { key: 'asked_on', title: t.claim.askedOn, width: 115, cell: (row) => row.asked_on },
    { key: 'state', title: t.common.status, width: 130, cell: (row) => <StateTag dimension="askState" code={row.state} /> },
    { key: 'text', title: t.claim.why, cell: (row) => row.text },
  ];
  const filters: Filter[] = [
    { kind: 'select', key: 'hand', label: t.claim.hand, options: choices(t.claim.askHands), primary: true },
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'askState'), many: true, primary: true },
  ];
  const at = search['ask'];
  return (
    <>
      <LedgerTable<AskRow>
        page="claim-asks"
        caption={t.claim.tabs['asks'] ?? ''}
        endpoint="/api/v1/claim-asks"
        columns={columns}
        filters={filters}
        onOpen={(row) => change({ ask: row.id })}
        rowLabel={(row) => row.investor_name}
        empty={<Empty title={t.claim.asksEmpty} hint={t.claim.asksEmptyHint} />}
      />
      {at !== undefined && (
        <Suspense>
          <AskPanel id={at} close={() => change({ ask: undefined }, { replace: true })} />
        </Suspense>
      )}
    </>
  );
}

/** Disputes, the newest first. */
export function Cases() {
  const t = useT();
  const can = useCan();
  const columns: Column<CaseRow>[] = [
    {
      key: 'code',
      title: t.claim.caseCode,
      width: 120,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.claimCase(row.id)} className="name">
          {row.code}
        </AppLink>
      ),
    },
    { key: 'claim', title: t.claim.code, width: 115, cell: (row) => row.claim.code },
    { key: 'holder', title: t.claim.unit, width: 120, cell: (row) => row.claim.unit.short_name || row.claim.unit.name },
    { key: 'unit', title: t.claim.contesting, width: 120, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'reason', title: t.claim.why, cell: (row) => row.reason },
    { key: 'opened_on', title: t.claim.openedOn, width: 115, cell: (row) => row.opened_on },
    {
      key: 'due_on',
      title: t.claim.dueOn,
      width: 140,
      cell: (row) => (
        <span className="tags">
          {row.due_on}
          {row.overdue && <span className="tag bad">{t.claim.overdue}</span>}
        </span>
      ),
    },
    { key: 'state', title: t.common.status, width: 110, cell: (row) => <StateTag dimension="caseState" code={row.state} /> },
    { key: 'winner', title: t.claim.winner, width: 120, cell: (row) => row.winner?.short_name || row.winner?.name },
  ];
  const filters: Filter[] = [
    {
      kind: 'select',
      key: 'hand',
      label: t.claim.hand,
      options: choices(t.claim.caseHands).filter((one) => can(one.value === 'decide' ? 'claim.recognise' : 'claim.write')),
      primary: true,
    },
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'caseState'), many: true, primary: true },
  ];
  return (
    <LedgerTable<CaseRow>
      page="claim-cases"
      caption={t.claim.tabs['cases'] ?? ''}
      endpoint="/api/v1/claim-cases"
      columns={columns}
      filters={filters}
      rowTo={(row) => paths.claimCase(row.id)}
      rowLabel={(row) => row.code}
      empty={<Empty title={t.claim.casesEmpty} hint={t.claim.casesEmptyHint} />}
    />
  );
}
