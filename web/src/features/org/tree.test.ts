import { expect, it } from 'vitest';
import { pruned, treeOf, type Branch } from './tree';
import type { UnitRow } from './types';

const unit = (id: string, parent: string | null, sort: number): UnitRow => ({
  id, parent_id: parent, path: `/${id}/`, kind: 'street', name: `单位${id}`, short_name: id, sort_no: sort,
  scored: true, mission: '', valid_from: '2010-01-01', valid_until: null, version: 1, members_count: 0,
});
const shape = (tree: Branch[]): unknown => tree.map((branch) => [branch.unit.id, shape(branch.children)]);

it('sorts, nests, and keeps orphans', () => {
  const tree = treeOf([unit('c', 'a', 2), unit('a', null, 1), unit('b', 'a', 1), unit('x', 'gone', 9)]);
  expect(shape(tree)).toEqual([['a', [['b', []], ['c', []]]], ['x', []]]);
  expect(shape(pruned(tree, 'C'))).toEqual([['a', [['c', []]]]]);
  expect(shape(pruned(tree, '没有'))).toEqual([]);
});
