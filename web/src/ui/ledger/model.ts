import type { ReactNode } from 'react';
import type { Query } from '@/api/http';
import { many, type Search } from '@/lib/search';

export interface Column<Row> {
  /** Name on the wire; also what the export is asked for. */
  key: string;
  title: string;
  /** Shown in the header, so that cells are digits only. */
  unit?: string;
  right?: boolean;
  width?: number;
  /** What to send as `sort`, in the directions the server offers. */
  sort?: { asc?: string; desc?: string };
  /** Not shown until chosen. */
  hidden?: boolean;
  /** Only on the screen: the workbook has no such column. */
  screen?: boolean;
  /** On a narrow screen: the card's heading, a line, or nothing. */
  card?: 'title' | 'line' | 'none';
  cell: (row: Row) => ReactNode;
}

interface FilterBase {
  label: string;
  /** Always visible; the others wait behind "more filters". */
  primary?: boolean;
}
export interface Option {
  value: string;
  label: string;
}
export type Filter = FilterBase &
  (
    | { kind: 'text'; key: string; wide?: boolean }
    | { kind: 'select'; key: string; options: Option[]; many?: boolean; wide?: boolean; search?: boolean }
    | { kind: 'dates'; from: string; to: string }
    /** An amount typed in 万元, sent in fen. */
    | { kind: 'wan'; key: string }
    | { kind: 'custom'; key: string; render: (value: string | undefined, change: (value: string | undefined) => void) => ReactNode }
  );

export const filterKeys = (filters: Filter[]): string[] =>
  filters.flatMap((filter) => (filter.kind === 'dates' ? [filter.from, filter.to] : [filter.key]));

export const PAGE_SIZES = [20, 50, 100, 200];
const DEFAULT_SIZE = 50;

export function pageSize(search: Search): number {
  const size = Number(search['limit']);
  return PAGE_SIZES.includes(size) ? size : DEFAULT_SIZE;
}

/** The server's query of a page: its filters, sort and size; `cursor` is the place in it. */
export function toQuery(search: Search, filters: Filter[], defaultSort: string | undefined): Query {
  const query: Query = { sort: search['sort'] ?? defaultSort };
  for (const filter of filters) {
    for (const key of filterKeys([filter])) {
      const value = search[key];
      if (value === undefined) continue;
      query[key] = filter.kind === 'select' && filter.many ? many(value) : value;
    }
  }
  return query;
}

/** Which columns are shown: the reader's choice, limited to those that exist. */
export function shownColumns<Row>(columns: Column<Row>[], chosen: string[] | null): Column<Row>[] {
  if (chosen === null) return columns.filter((column) => !column.hidden);
  const shown = columns.filter((column) => chosen.includes(column.key));
  return shown.length > 0 ? shown : columns.filter((column) => !column.hidden);
}

/** The parts of a URL that a saved view keeps: filters and sort, not the place in the list. */
export function viewQuery(search: Search, filters: Filter[]): Search {
  const keep = [...filterKeys(filters), 'sort', 'limit'];
  return Object.fromEntries(Object.entries(search).filter(([key]) => keep.includes(key)));
}
