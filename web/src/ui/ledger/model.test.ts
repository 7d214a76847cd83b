import { expect, it } from 'vitest';
import { pageSize, shownColumns, toQuery, viewQuery, type Column, type Filter } from './model';

const filters: Filter[] = [
  { kind: 'text', key: 'q', label: 'q' },
  { kind: 'select', key: 'stage', label: 'stage', options: [], many: true },
  { kind: 'dates', from: 'signed_from', to: 'signed_to', label: 'signed' },
];
const columns: Column<unknown>[] = ['code', 'name', 'land'].map((key) => ({
  key,
  title: key,
  hidden: key === 'land',
  cell: () => null,
}));

it('asks the server for what the URL says, and nothing else', () => {
  const search = { q: '慢城', stage: 'signed,started', signed_from: '2013-01-01', cursor: 'abc', evil: '1' };
  expect(toQuery(search, filters, '-updated_at')).toEqual({
    sort: '-updated_at',
    q: '慢城',
    stage: ['signed', 'started'],
    signed_from: '2013-01-01',
  });
  expect(viewQuery({ ...search, sort: 'name' }, filters)).toEqual({
    q: '慢城',
    stage: 'signed,started',
    signed_from: '2013-01-01',
    sort: 'name',
  });
});

it('never shows an empty table of columns', () => {
  const keys = (chosen: string[] | null) => shownColumns(columns, chosen).map((column) => column.key);
  expect(keys(null)).toEqual(['code', 'name']);
  expect(keys(['land', 'gone'])).toEqual(['land']);
  expect(keys(['gone'])).toEqual(['code', 'name']);
});

it('accepts only page sizes it offers', () => {
  expect([pageSize({}), pageSize({ limit: '100' }), pageSize({ limit: '9999' })]).toEqual([50, 100, 50]);
});
