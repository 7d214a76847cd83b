import { expect, it } from 'vitest';
import { nextWaiting, same, type ProgressRow } from './types';

const rows = (...reported: boolean[]) => reported.map((done) => ({ entry: done ? {} : null }) as ProgressRow);

it('goes on to the next that waits, and begins again at the start', () => {
  expect(nextWaiting(rows(false, true, false), 0)).toBe(2);
  expect(nextWaiting(rows(false, true, false), 2)).toBe(0);
  expect(nextWaiting(rows(true, true), 0)).toBeUndefined();
  expect(nextWaiting(rows(true, false), 1)).toBeUndefined();
});

it('knows the same words again', () => {
  const said = { happened: '洽谈', next_step: '签约', due_on: null, problem: '' };
  expect(same(said, { ...said, happened: ' 洽谈\n' })).toBe(true);
  expect(same(said, { ...said, due_on: '2013-09-01' })).toBe(false);
});
