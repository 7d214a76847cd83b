import { expect, it } from 'vitest';
import { merge, same } from './merge';

const base = { name: '阀门项目', progress: '', next_step: '选址', amounts: [{ measure: 'total', amount: '13' }], units: [{ unit_id: 'a', share_bp: 10_000 }] };

it('takes what only the other changed, and keeps what only I changed', () => {
  const { draft, taken, asked } = merge(base, { ...base, progress: '已开工' }, { ...base, next_step: '供地' });
  expect(draft).toEqual({ ...base, progress: '已开工', next_step: '供地' });
  expect([taken, asked]).toEqual([['next_step'], []]);
});

it('asks only for fields that both changed, and holds mine until then', () => {
  const { draft, taken, asked } = merge(base, { ...base, progress: '已开工', name: '新阀门项目' }, { ...base, progress: '已投产', next_step: '供地' });
  expect([draft.progress, draft.name, draft.next_step]).toEqual(['已开工', '新阀门项目', '供地']);
  expect([taken, asked]).toEqual([['next_step'], ['progress']]);
});

it('does not ask when both wrote the same', () => {
  const { taken, asked } = merge(base, { ...base, progress: '已开工' }, { ...base, progress: '已开工' });
  expect([taken, asked]).toEqual([[], []]);
});

it('takes a list as one value', () => {
  const mine = { ...base, amounts: [...base.amounts, { measure: 'contract', amount: '5' }] };
  const theirs = { ...base, amounts: [{ measure: 'total', amount: '14' }], units: [{ unit_id: 'b', share_bp: 10_000 }] };
  const { draft, taken, asked } = merge(base, mine, theirs);
  expect(draft.amounts).toBe(mine.amounts);
  expect([taken, asked]).toEqual([['units'], ['amounts']]);
  expect(merge(base, { ...base, amounts: [{ amount: '13', measure: 'total' }] }, theirs).draft.amounts).toBe(theirs.amounts);
});

it('lets what the other emptied stay empty', () => {
  const { draft, taken } = merge(base, { ...base }, { ...base, next_step: '' });
  expect([draft.next_step, taken]).toEqual(['', ['next_step']]);
});

it('takes absent, null and empty for one, but not nought or no', () => {
  expect([same(null, undefined), same('', null), same({ a: 1 }, { a: 1, b: null }), same(0, null), same(false, undefined)]).toEqual([true, true, true, false, false]);
  expect([same([], null), same([1], [1, 2]), same({ 0: 'a' }, ['a'])]).toEqual([false, false, false]);
});
