import { expect, it } from 'vitest';
import { ago, instant, today } from './date';

it('reads instants in the office\'s zone', () => {
  expect(instant('2013-08-31T16:30:00Z')).toBe('2013-09-01 00:30');
  expect(instant(1_377_966_600_000_000)).toBe('2013-09-01 00:30');
  expect(instant(null)).toBe('');
  expect(today(new Date('2013-08-31T16:30:00Z'))).toBe('2013-09-01');
});

it('says how long ago', () => {
  const now = new Date('2013-09-10T00:00:00Z');
  expect(ago('2013-09-07T00:00:00Z', 'zh-CN', now)).toBe('3天前');
  expect(ago('2013-09-07T00:00:00Z', 'en', now)).toBe('3 days ago');
});
