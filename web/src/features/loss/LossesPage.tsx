import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Drawer, Select } from 'antd';
import dayjs from 'dayjs';
import { api } from '@/api/http';
import type { PageOf } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, StateTag, word } from '@/ui/words';
import type { LossAnalysis, LossGroup, LossRow } from './types';

const ASKED = ['from', 'to', 'status', 'unit', 'track'];
type By = 'reason' | 'winner' | 'stage';

/** 流失分析: what was lost, by reason, by who won it, by the stage reached; every figure opens its projects. */
export default function LossesPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const asked = Object.fromEntries(ASKED.filter((key) => search[key]).map((key) => [key, search[key]!]));
  const losses = useQuery({
    queryKey: ['losses', asked],
    queryFn: ({ signal }) => api.get<LossAnalysis>('/api/v1/losses/analysis', asked, signal),
    placeholderData: keepPreviousData,
  });
  const open = (by: By | 'all', code: string) => change({ by, of: code });
  return (
    <Page title={t.loss.title} sub={t.loss.sub}>
      <Asked shown={losses.data} />
      <Shown of={losses} rows={8}>
        {(data) =>
          data.projects === 0 ? (
            <section className="panel">
              <p className="soft">{named(t, data)}</p>
              <Empty title={t.loss.none} hint={t.loss.noneHint} />
            </section>
          ) : (
            <>
              <section className="panel" aria-label={t.loss.summary}>
                <div className="panel-head">
                  <h2>{t.loss.summary}</h2>
                  <span className="soft">{named(t, data)}</span>
                </div>
                <dl className="facts">
                  <div>
                    <dt>{t.loss.projects}</dt>
                    <dd className="big num">
                      <button type="button" className="link" aria-label={`${t.loss.summary} ${data.projects}`} onClick={() => open('all', '')}>
                        {data.projects}
                      </button>
                    </dd>
                  </div>
                  <div>
                    <dt>{t.loss.amount}</dt>
                    <dd className="big num">{money(data.total_fen, 'yi')}</dd>
                  </div>
                </dl>
                {data.projects > data.with_total && <p className="soft">{t.loss.withoutTotal(data.projects - data.with_total)}</p>}
              </section>
              <div className="grid">
                <Groups title={t.loss.byReason} label={t.loss.reason} all={data} rows={data.by_reason} by="reason" open={open} name={(one) => word(t, 'lossReason', one.code)} />
                <Groups title={t.loss.byWinner} label={t.loss.winner} all={data} rows={data.by_winner} by="winner" open={open} name={(one) => one.name || t.loss.nobody} />
                <Groups title={t.loss.byStage} label={t.loss.stage} all={data} rows={data.by_stage} by="stage" open={open} name={(one) => word(t, 'stage', one.code)} />
              </div>
            </>
          )
        }
      </Shown>
      {search['by'] !== undefined && <Rows asked={asked} by={search['by']} of={search['of'] ?? ''} close={() => change({ by: undefined, of: undefined }, { replace: true })} />}
    </Page>
  );
}

const named = (t: Dict, data: LossAnalysis): string => `${t.loss.window(data.from, data.to)} · ${t.loss.asOf(data.as_of)}`;

function Asked({ shown }: { shown: LossAnalysis | undefined }) {
  const t = useT();
  const [search, change] = useSearchState();
  const day = (key: 'from' | 'to', label: string) => (
    <DatePicker
      aria-label={label}
      prefix={label}
      allowClear={search[key] !== undefined}
      value={search[key] ?? shown?.[key] ? dayjs(search[key] ?? shown?.[key]) : null}
      onChange={(date) => change({ [key]: date?.format('YYYY-MM-DD') })}
    />
  );
  const statuses = options(t, 'status').filter((one) => one.value === 'lost' || one.value === 'terminated');
  return (
    <div className="ledger-filters" role="search" aria-label={t.loss.title}>
      {day('from', t.loss.from)}
      {day('to', t.loss.to)}
      <Select aria-label={t.loss.status} placeholder={t.loss.status} allowClear style={{ width: 190 }} value={search['status'] ?? null} options={statuses} onChange={(status: string | null) => change({ status: status ?? undefined })} />
      <UnitPick aria-label={t.loss.unit} placeholder={t.loss.unit} allowClear value={search['unit'] ?? null} onChange={(unit) => change({ unit })} />
      <Select aria-label={t.loss.track} placeholder={t.loss.track} allowClear style={{ width: 140 }} value={search['track'] ?? null} options={options(t, 'track')} onChange={(track: string | null) => change({ track: track ?? undefined })} />
    </div>
  );
}

function Groups({ title, label, all, rows, by, open, name }: {
  title: string;
  label: string;
  all: LossAnalysis;
  rows: LossGroup[];
  by: By;
  open: (by: By, code: string) => void;
  name: (one: LossGroup) => string;
}) {
  const t = useT();
  return (
    <section className="panel span-6" aria-label={title}>
      <h2>{title}</h2>
      <PlainTable
        label={title}
        rows={rows}
        rowKey={(one) => `${one.code}${one.name}`}
        columns={[
          { title: label, head: true, cell: name },
          {
            title: t.loss.projects,
            right: true,
            cell: (one) => (
              <button type="button" className="link" aria-label={`${name(one)} ${one.projects}`} onClick={() => open(by, one.code)}>
                {one.projects}
              </button>
            ),
          },
          { title: t.loss.share, right: true, cell: (one) => `${((one.projects * 100) / all.projects).toFixed(1)}%` },
          { title: t.loss.amount, right: true, cell: (one) => (one.with_total === 0 ? '—' : money(one.total_fen, 'yi')) },
        ]}
      />
    </section>
  );
}

/** The projects behind a figure, found by the same filter. */
function Rows({ asked, by, of, close }: { asked: Record<string, string>; by: string; of: string; close: () => void }) {
  const t = useT();
  const filter = by === 'all' ? asked : { ...asked, [by]: of };
  const found = useInfiniteQuery({
    queryKey: ['losses', 'rows', filter],
    queryFn: ({ pageParam, signal }) => api.get<PageOf<LossRow>>('/api/v1/losses', { ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const what = by === 'reason' ? word(t, 'lossReason', of) : by === 'stage' ? word(t, 'stage', of) : by === 'winner' ? t.loss.byWinner : t.loss.summary;
  return (
    <Drawer open title={t.loss.rows(what)} size="large" onClose={close} closable={{ 'aria-label': t.common.close }}>
      <Shown of={found} rows={6}>
        {({ pages }) => (
          <>
            <p className="soft">{t.loss.count(pages[0]?.total ?? 0)}</p>
            <ul className="rows">
              {pages.flatMap((page) => page.items).map((row) => (
                <li key={`${row.project.id}${row.no}`}>
                  <div className="grow">
                    <AppLink to={paths.project(row.project.id)}>{row.project.name}</AppLink>{' '}
                    <span className="tags">
                      <StateTag dimension="status" code={row.status} />
                      <span className="tag">{word(t, 'lossReason', row.reason)}</span>
                    </span>
                    <div className="soft">
                      {row.lead_unit.short_name || row.lead_unit.name} · {word(t, 'stage', row.stage)} · <span className="num nowrap">{row.ended_on}</span>
                      {(row.winner_area ?? row.winner) && ` · ${[row.winner_area?.name, row.winner].filter(Boolean).join(' ')}`}
                    </div>
                    <div>{row.detail}</div>
                    {row.lesson && (
                      <div className="soft">
                        {t.loss.lesson}: {row.lesson}
                      </div>
                    )}
                  </div>
                  <span className="num nowrap">{row.total_fen === null ? '—' : `${money(row.total_fen)} ${t.common.unitName.wan}`}</span>
                </li>
              ))}
            </ul>
            {found.hasNextPage && (
              <Button block type="text" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t.loss.loadMore}
              </Button>
            )}
          </>
        )}
      </Shown>
    </Drawer>
  );
}
