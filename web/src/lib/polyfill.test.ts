import { expect, it } from 'vitest';
import { fill } from './polyfill';

it('does what the built-ins do', () => {
  const array: Record<string, (...args: unknown[]) => unknown> = {};
  const string: Record<string, (...args: unknown[]) => unknown> = {};
  const object: Record<string, (...args: unknown[]) => unknown> = {};
  fill(array, string, object);
  const list = [3, 1, 2];
  const even = (n: unknown) => (n as number) % 2 === 0;
  for (const index of [0, 2, -1, -3, 5, -9, 1.7]) expect(array['at']!.call(list, index)).toBe(list.at(index));
  expect(string['at']!.call('凤栖', -1)).toBe('栖');
  expect(array['findLast']!.call([2, 3, 4, 5], even)).toBe(4);
  expect(array['findLastIndex']!.call([1, 3], even)).toBe(-1);
  expect(array['findLast']!.call([1, 3], even)).toBeUndefined();
  expect(array['toSorted']!.call(list)).toEqual([1, 2, 3]);
  expect(array['toReversed']!.call(list)).toEqual([2, 1, 3]);
  expect(list).toEqual([3, 1, 2]);
  expect([object['hasOwn']!({ a: 1 }, 'a'), object['hasOwn']!({}, 'toString')]).toEqual([true, false]);
});
