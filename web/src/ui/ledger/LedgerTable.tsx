import { DownloadOutlined, SettingOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Popover, Select, Skeleton, Tooltip } from 'antd';
import { useState, type ReactNode } from 'react';
import { api, url } from '@/api/http';
import { useSession } from '@/api/session';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { recall, remember } from '@/lib/storage';
import { Empty, Failed } from '../States';
import { useNarrow } from '../useNarrow';
import { useSearchState } from '../useSearch';
import { Cards } from './Cards';
import { Filters } from './Filters';
import { Grid } from './Grid';
import { PAGE_SIZES, pageSize, shownColumns, toQuery, viewQuery, type Column, type Filter } from './model';
import { Views } from './Views';

export interface LedgerProps<Row extends { id: string }, Page extends PageOf<Row> = PageOf<Row>> {
  /** Names the ledger: its views, column choice and query cache. */
  page: string;
  endpoint: string;
  columns: Column<Row>[];
  filters: Filter[];
  /** Sent when the URL names no sort. */
  defaultSort?: string;
  /** Fixed parameters that are not the reader's choice. */
  fixed?: Record<string, string>;
  /** Endpoint of the workbook with the same filters; absent when the reader may not export. */
  xlsx?: string | undefined;
  rowTo?: (row: Row) => string;
  rowLabel: (row: Row) => string;
  /** For rows that the wire names by something else than `id`. */
  rowId?: (row: Row) => string;
  /** Instead of going somewhere. */
  onOpen?: (row: Row) => void;
  /** Sums of the filter, shown in the foot. */
  summary?: (page: Page) => ReactNode;
  empty?: ReactNode;
  caption: string;
  /** Gives the cells of a page what they ask for together. */
  around?: (rows: Row[], body: ReactNode) => ReactNode;
}

/** The dense ledger: what it shows is the URL, and the URL can be sent to a colleague. */
export function LedgerTable<Row extends { id: string }, Page extends PageOf<Row> = PageOf<Row>>(props: LedgerProps<Row, Page>) {
  const t = useT();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const trail = useLocation({ select: (location) => location.state.trail }) ?? [];
  const person = useSession().account.id;
  const columnsKey = `columns.${props.page}.${person}`;
  const [chosen, setChosen] = useState<string[] | null>(() => recall<string[] | null>(columnsKey, null));

  const limit = pageSize(search);
  const cursor = search['cursor'];
  const query = { ...toQuery(search, props.filters, props.defaultSort), ...props.fixed };
  const page = useQuery({
    queryKey: [props.page, 'list', query, limit, cursor ?? null],
    queryFn: ({ signal }) => api.get<Page>(props.endpoint, { ...query, limit, cursor }, signal),
    placeholderData: keepPreviousData,
  });

  const shown = shownColumns(props.columns, chosen);
  const items = page.data?.items ?? [];
  const { rowId } = props;
  const rows = rowId ? items.map((row) => ({ ...row, id: rowId(row) })) : items;
  const nextCursor = page.data?.next_cursor;
  const open = (row: Row) => {
    if (props.onOpen) props.onOpen(row);
    else if (props.rowTo) void navigate({ to: props.rowTo(row) });
  };
  // A new question starts at the first page.
  const ask = (next: Record<string, string | undefined>) => change({ ...next, cursor: undefined });

  let body: ReactNode;
  if (page.isPending) {
    body = (
      <div role="status" style={{ padding: 16 }}>
        <span className="visually-hidden">{t.common.loading}</span>
        <Skeleton active title={false} paragraph={{ rows: 10, width: '100%' }} />
      </div>
    );
  } else if (page.isError) {
    body = <Failed error={page.error} retry={() => void page.refetch()} />;
  } else if (rows.length === 0) {
    body = props.empty ?? <Empty />;
  } else if (narrow) {
    body = <Cards columns={shown} rows={rows} open={open} rowTo={props.rowTo} rowLabel={props.rowLabel} />;
  } else {
    body = (
      <Grid
        caption={props.caption}
        columns={shown}
        rows={rows}
        open={open}
        rowLabel={props.rowLabel}
        sort={search['sort'] ?? props.defaultSort}
        setSort={(sort) => ask({ sort })}
        stale={page.isPlaceholderData}
      />
    );
  }

  return (
    <section className="ledger" aria-label={props.caption} aria-busy={page.isFetching}>
      <div className="ledger-bar">
        <Filters filters={props.filters} search={search} change={ask} />
        <Views
          page={props.page}
          current={viewQuery(search, props.filters)}
          apply={(view) => {
            const cleared = Object.fromEntries(Object.keys(viewQuery(search, props.filters)).map((key) => [key, undefined]));
            ask({ ...cleared, ...view });
          }}
        />
        <ColumnChooser
          columns={props.columns}
          shown={shown.map((column) => column.key)}
          choose={(keys) => {
            setChosen(keys);
            remember(columnsKey, keys);
          }}
        />
        {props.xlsx && (
          <Tooltip title={t.table.exportHint}>
            <Button
              icon={<DownloadOutlined />}
              href={url(props.xlsx, { ...query, columns: shown.filter((column) => !column.screen).map((column) => column.key).join(',') })}
              download
            >
              {t.table.export}
            </Button>
          </Tooltip>
        )}
      </div>
      {props.around ? props.around(rows, body) : body}
      <Foot
        total={page.data?.total}
        capped={page.data?.total_capped ?? false}
        summary={page.data && props.summary?.(page.data)}
        limit={limit}
        setLimit={(size) => ask({ limit: String(size) })}
        sort={narrow ? sortChoice(props.columns, search['sort'] ?? props.defaultSort, (sort) => ask({ sort }), t.table.sort) : null}
        first={cursor !== undefined ? () => ask({}) : undefined}
        previous={
          cursor !== undefined && trail.length > 0
            ? () => change({ cursor: trail[trail.length - 1] || undefined }, { trail: trail.slice(0, -1) })
            : undefined
        }
        next={
          nextCursor
            ? () => {
                change({ cursor: nextCursor }, { trail: [...trail, cursor ?? ''] });
                window.scrollTo({ top: 0 });
              }
            : undefined
        }
      />
    </section>
  );
}

function sortChoice<Row>(columns: Column<Row>[], value: string | undefined, set: (sort: string) => void, label: string) {
  const options = columns.flatMap((column) => [
    ...(column.sort?.asc ? [{ value: column.sort.asc, label: `${column.title} ↑` }] : []),
    ...(column.sort?.desc ? [{ value: column.sort.desc, label: `${column.title} ↓` }] : []),
  ]);
  return options.length > 0 ? (
    <Select aria-label={label} placeholder={label} value={options.some((one) => one.value === value) ? value! : null} onChange={(sort: string | null) => sort && set(sort)} options={options} style={{ minWidth: 150 }} />
  ) : null;
}

function ColumnChooser<Row>({ columns, shown, choose }: { columns: Column<Row>[]; shown: string[]; choose: (keys: string[]) => void }) {
  const t = useT();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t.table.chooseColumns}
      content={
        <Checkbox.Group
          style={{ display: 'grid', gap: 6, maxHeight: 420, overflow: 'auto' }}
          value={shown}
          options={columns.map((column) => ({ value: column.key, label: column.title }))}
          onChange={(keys) => choose(keys as string[])}
        />
      }
    >
      <Button icon={<SettingOutlined />}>{t.table.columns}</Button>
    </Popover>
  );
}

interface FootProps {
  total: number | undefined;
  capped: boolean;
  summary: ReactNode;
  limit: number;
  setLimit: (size: number) => void;
  sort: ReactNode;
  first: (() => void) | undefined;
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
}

function Foot(props: FootProps) {
  const t = useT();
  const count = props.total?.toLocaleString('en-US');
  return (
    <div className="ledger-foot">
      {count !== undefined && <span aria-live="polite">{props.capped ? t.table.totalAtLeast(count) : t.table.total(count)}</span>}
      {props.summary}
      <span className="grow" />
      {props.sort}
      <Select
        aria-label={t.table.size}
        value={props.limit}
        onChange={props.setLimit}
        options={PAGE_SIZES.map((size) => ({ value: size, label: t.table.perPage(size) }))}
      />
      <nav aria-label={t.table.page} style={{ display: 'flex', gap: 8 }}>
        {props.first && <Button onClick={props.first}>{t.table.first}</Button>}
        <Button disabled={!props.previous} {...(props.previous ? { onClick: props.previous } : {})}>
          {t.table.previous}
        </Button>
        <Button disabled={!props.next} {...(props.next ? { onClick: props.next } : {})}>
          {t.table.next}
        </Button>
      </nav>
    </div>
  );
}
