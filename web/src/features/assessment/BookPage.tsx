import './assessment.css';
import '@/ui/stacked.css';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { ListOf, ProjectRef, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { HeadText } from '@/ui/HeadText';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { AsOf } from './AsOf';
import { Missing } from './ScoresPage';
import type { SchemeRow } from './types';

export interface BookRow {
  fund: { id: string; code: string };
  project: ProjectRef;
  unit: UnitRef;
  received_on: string;
  claimed_fen: number;
  verified_fen: number;
  recognised_fen: number;
  credited_fen: number;
  state: string | null;
  line: string;
}
export interface BookTotals {
  receipts: number;
  claimed_fen: number;
  verified_fen: number;
  recognised_fen: number;
  credited_fen: number;
  refused: number;
  undecided: number;
  next: number;
  carried_fen: number;
  lapsed_fen: number;
}
export interface BookPageOf {
  year: number;
  as_of: string;
  scheme: { id: string; name: string; version: number } | null;
  by_rules: boolean;
  items: BookRow[];
  next_cursor: string | null;
  totals: BookTotals | null;
  missing: { message: string }[];
}

/** The book of recognition: claimed, verified, recognised and credited side by side, with the rule that refused. */
export default function BookPage() {
  const t = useT();
  const { server } = useSession();
  const [search, change] = useSearchState();
  const year = Number(search['year']) || server.year;
  const { as_of, state, unit, scheme } = search;
  const schemes = useQuery({ queryKey: ['schemes', 'of', year], queryFn: ({ signal }) => api.get<ListOf<SchemeRow>>('/api/v1/schemes', { year }, signal) });
  const others = (schemes.data?.items ?? []).filter((one) => one.state !== 'in_force');
  const book = useInfiniteQuery({
    queryKey: ['book', year, as_of, state, unit, scheme],
    queryFn: ({ signal, pageParam }) => api.get<BookPageOf>('/api/v1/book', { year, as_of, state, unit, scheme, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const first = book.data?.pages[0];
  const rows = book.data?.pages.flatMap((page) => page.items) ?? [];
  const states = ['refused', 'undecided', 'next', 'outside_window'].map((code) => ({ value: code, label: t.book.state[code] ?? code }));
  return (
    <Page
      title={t.book.title}
      sub={first?.scheme ? t.book.sub(first.scheme.name, first.scheme.version, first.as_of) : undefined}
      actions={
        <>
          {others.length > 0 && (
            <Select
              aria-label={t.book.tryScheme}
              value={scheme ?? ''}
              onChange={(value) => change({ scheme: value || undefined })}
              popupMatchSelectWidth={false}
              // The name of a scheme may be long; a phone is not.
              style={{ maxWidth: 'min(340px, calc(100vw - 24px))' }}
              options={[{ value: '', label: t.book.inForce }, ...others.map((one) => ({ value: one.id, label: t.book.by(one.name, one.version) }))]}
            />
          )}
          <AsOf year={year} />
        </>
      }
    >
      <Shown of={book}>
        {() => {
          if (!first?.scheme || !first.by_rules) {
            return (
              <div className="panel">
                <Empty title={first?.scheme ? t.book.noRules : t.book.noScheme} hint={first?.scheme ? t.book.noRulesHint : t.book.noSchemeHint}>
                  <AppLink to={paths.schemes}>{t.nav.scheme}</AppLink>
                </Empty>
              </div>
            );
          }
          return (
            <div className="stack" aria-busy={book.isPlaceholderData}>
              <Missing missing={first.missing} />
              {first.totals && <Totals totals={first.totals} />}
              <section className="panel" aria-label={t.book.list}>
                <div className="panel-head">
                  <h2>{t.book.list}</h2>
                  <div className="book-filters">
                    <Select
                      aria-label={t.book.result}
                      value={state ?? ''}
                      onChange={(value) => change({ state: value || undefined })}
                      options={[{ value: '', label: t.book.all }, ...states]}
                    />
                    <UnitPick value={unit ?? null} onChange={(value) => change({ unit: value })} allowClear placeholder={t.book.unit} aria-label={t.book.unit} />
                  </div>
                </div>
                {rows.length === 0 ? <Empty title={t.book.empty} hint={t.book.emptyHint} /> : <Rows rows={rows} />}
                {book.hasNextPage && (
                  <Button block onClick={() => void book.fetchNextPage()} loading={book.isFetchingNextPage}>
                    {t.common.more}
                  </Button>
                )}
              </section>
            </div>
          );
        }}
      </Shown>
    </Page>
  );
}

function Totals({ totals }: { totals: BookTotals }) {
  const t = useT();
  const wan = t.common.unitName.wan;
  const sums: [string, number][] = [
    [t.book.claimed, totals.claimed_fen],
    [t.book.verified, totals.verified_fen],
    [t.book.recognised, totals.recognised_fen],
    [t.book.credited, totals.credited_fen],
    ...(totals.carried_fen ? [[t.book.carried, totals.carried_fen] as [string, number]] : []),
    ...(totals.lapsed_fen ? [[t.book.lapsed, totals.lapsed_fen] as [string, number]] : []),
  ];
  const counts: [string, number][] = [
    [t.book.receipts, totals.receipts],
    [t.book.refused, totals.refused],
    [t.book.undecided, totals.undecided],
    ...(totals.next ? [[t.book.next, totals.next] as [string, number]] : []),
  ];
  return (
    <section className="panel" aria-label={t.book.totals}>
      <h2>{t.book.totals}</h2>
      <dl className="facts score-facts">
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="num">{count.toLocaleString('en')}</dd>
          </div>
        ))}
        {sums.map(([label, fen]) => (
          <div key={label}>
            <dt>{t.common.withUnit(label, wan)}</dt>
            <dd className="num">{money(fen)}</dd>
          </div>
        ))}
      </dl>
      <p className="soft no-gap">{t.book.onceHint}</p>
    </section>
  );
}

const tones: Record<string, string> = { recognised: 'good', refused: 'bad', undecided: 'warn', next: 'accent' };

function Rows({ rows }: { rows: BookRow[] }) {
  const t = useT();
  const wan = t.common.unitName.wan;
  const amounts: [string, (row: BookRow) => number][] = [
    [t.book.claimed, (row) => row.claimed_fen],
    [t.book.verified, (row) => row.verified_fen],
    [t.book.recognised, (row) => row.recognised_fen],
    [t.book.credited, (row) => row.credited_fen],
  ];
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t.book.list}>
      <table className="plain stacked book">
        <thead>
          <tr>
            <th scope="col">{t.book.project}</th>
            <th scope="col">{t.book.unit}</th>
            <th scope="col">{t.book.receivedOn}</th>
            {amounts.map(([label]) => (
              <th key={label} scope="col" className="right">
                <HeadText text={t.common.withUnit(label, wan)} />
              </th>
            ))}
            <th scope="col">{t.book.result}</th>
            <th scope="col">{t.book.why}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.fund.id}>
              <th scope="row">
                <AppLink to={paths.fund(row.fund.id)}>{row.project.name}</AppLink>
                <div className="soft nowrap">{row.fund.code}</div>
              </th>
              <td data-label={t.book.unit}>{row.unit.short_name || row.unit.name}</td>
              <td className="nowrap" data-label={t.book.receivedOn}>{row.received_on}</td>
              {amounts.map(([label, of]) => (
                <td key={label} className="right" data-label={t.common.withUnit(label, wan)}>
                  {money(of(row))}
                </td>
              ))}
              <td data-label={t.book.result}>
                <span className={`tag ${tones[row.state ?? ''] ?? ''}`}>{row.state ? (t.book.state[row.state] ?? row.state) : t.book.noState}</span>
              </td>
              <td className="book-line" data-label={t.book.why}>{row.line}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
