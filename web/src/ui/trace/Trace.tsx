import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import type { Search } from '@/lib/search';
import { AppLink } from '../AppLink';
import { Empty, Shown } from '../States';
import { useNarrow } from '../useNarrow';
import { FigureLink } from './FigureLink';
import { splitUrl } from './model';

interface TraceRow {
  kind: 'fund' | 'project' | 'target' | 'forecast' | (string & {});
  id: string;
  code?: string | null;
  title: string;
  unit_name?: string | null;
  date?: string | null;
  amount_fen?: number | null;
  amount_text?: string | null;
  evidence_count?: number | null;
  recognised_by?: string | null;
  recognised_on?: string | null;
  url?: string | null;
}
export interface TraceView {
  key: string;
  name: string;
  definition: string;
  filter_text: string;
  as_of: string;
  value_text: string;
  unit: string;
  parts: { name: string; value_text: string; key?: string | null; params?: Search | null }[];
  rows: TraceRow[];
  next_cursor?: string | null;
  rows_total?: number | null;
}

/** Where a figure comes from: its definition, its parts, its rows and, one click on, their proofs. */
export function Trace({ figure, params, onTitle }: { figure: string; params: Search; onTitle?: (title: string) => void }) {
  const t = useT();
  const trace = useInfiniteQuery({
    queryKey: ['figure', figure, params],
    queryFn: async ({ signal, pageParam }) => {
      const view = await api.get<TraceView>(`/api/v1/figures/${encodeURIComponent(figure)}`, { ...params, cursor: pageParam }, signal);
      onTitle?.(view.name);
      return view;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <Shown of={trace}>
      {({ pages }) => {
        const view = pages[0]!;
        const rows = pages.flatMap((page) => page.rows);
        return (
          <div className="trace" aria-busy={trace.isPlaceholderData}>
            <p className="trace-value">
              <strong className="num">{view.value_text}</strong> <span>{t.trace.units[view.unit] ?? withoutUnit(view.value_text, view.unit)}</span>
            </p>
            <dl className="trace-facts">
              <dt>{t.trace.definition}</dt>
              <dd>{view.definition}</dd>
              <dt>{t.trace.filter}</dt>
              <dd>{view.filter_text || t.common.none}</dd>
              <dt>{t.trace.asOf}</dt>
              <dd>{view.as_of}</dd>
            </dl>
            {view.parts.length > 0 && <Parts key={view.key} parts={view.parts} params={params} />}
            {(rows.length > 0 || view.parts.length === 0) && (
              <section aria-label={t.trace.rows}>
                <h3>
                  {t.trace.rows} {view.rows_total ? <small>{t.trace.rowsTotal(view.rows_total)}</small> : null}
                </h3>
                {rows.length > 0 ? <Rows rows={rows} /> : <Empty title={t.trace.noRows} hint={t.trace.noRowsHint} />}
                {trace.hasNextPage && (
                  <Button block loading={trace.isFetchingNextPage} onClick={() => void trace.fetchNextPage()}>
                    {t.trace.more}
                  </Button>
                )}
              </section>
            )}
          </div>
        );
      }}
    </Shown>
  );
}

/** So many parts leave the rows in sight. */
const FEW = 6;

function Parts({ parts, params }: { parts: TraceView['parts']; params: Search }) {
  const t = useT();
  const [all, setAll] = useState(parts.length <= FEW + 2);
  return (
    <section aria-label={t.trace.parts}>
      <h3>
        {t.trace.parts} <small>{t.trace.rowsTotal(parts.length)}</small>
      </h3>
      <ul className="rows">
        {(all ? parts : parts.slice(0, FEW)).map((part, at) => (
          <li key={`${part.name}${at}`}>
            <span className="grow">{part.name}</span>
            <FigureLink of={part.key ? { key: part.key, params: { ...params, ...part.params } } : null} className="num" label={`${part.name} ${part.value_text}`}>
              {part.value_text}
            </FigureLink>
          </li>
        ))}
      </ul>
      {!all && (
        <Button block onClick={() => setAll(true)}>
          {t.trace.allParts(parts.length)}
        </Button>
      )}
    </section>
  );
}

/** Some figures print their unit already (`60.6%`); then it is not said twice. */
const withoutUnit = (text: string, unit: string): string => (unit !== '' && text.endsWith(unit) ? '' : unit);

function amount(row: TraceRow, yuan: string): string {
  if (row.amount_text) return row.amount_text;
  return row.amount_fen === null || row.amount_fen === undefined ? '' : `${money(row.amount_fen, 'wan')} ${yuan}`;
}

function RowLink({ row }: { row: TraceRow }) {
  const link = row.url ? splitUrl(row.url) : null;
  return link ? (
    <AppLink to={link.to} search={link.search}>
      {row.title}
    </AppLink>
  ) : (
    <>{row.title}</>
  );
}

function Rows({ rows }: { rows: TraceRow[] }) {
  const t = useT();
  const narrow = useNarrow();
  const wan = t.common.unitName.wan;
  const proofs = (row: TraceRow) => (row.evidence_count ? t.trace.proofs(row.evidence_count) : row.kind === 'fund' ? t.trace.noProof : '');
  if (narrow) {
    return (
      <ul className="rows">
        {rows.map((row) => (
          <li key={row.kind + row.id}>
            <div className="grow">
              <RowLink row={row} />
              <div className="soft">{[row.code, row.unit_name, row.date].filter(Boolean).join(' · ')}</div>
              <div className="soft">{[proofs(row), row.recognised_by, row.recognised_on].filter(Boolean).join(' · ')}</div>
            </div>
            <span className="num nowrap">{amount(row, wan)}</span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t.trace.rows}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t.trace.row}</th>
            <th scope="col">{t.trace.unit}</th>
            <th scope="col">{t.trace.date}</th>
            <th scope="col" className="right">{t.trace.amount}</th>
            <th scope="col">{t.trace.evidence}</th>
            <th scope="col">{t.trace.recognised}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.kind + row.id}>
              <td>
                <RowLink row={row} />
                {row.code && <div className="soft">{row.code}</div>}
              </td>
              <td>{row.unit_name}</td>
              <td className="nowrap">{row.date}</td>
              <td className="right">{amount(row, wan)}</td>
              <td className="nowrap">{proofs(row)}</td>
              <td>
                {row.recognised_by}
                {row.recognised_on && <div className="soft nowrap">{row.recognised_on}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
