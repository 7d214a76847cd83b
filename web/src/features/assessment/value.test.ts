import { expect, it } from 'vitest';
import { pointsText, readValue, valueText } from './value';

it('prints nothing deducted as nought', () => {
  expect([pointsText('-0.00'), pointsText('-0.50'), pointsText('—')]).toEqual(['0.00', '−0.50', '—']);
});

it('reads money in 亿元 and counts as they are', () => {
  expect(readValue('funds', '119.05')).toBe(1_190_500_000_000);
  expect(readValue('funds', '-1')).toBeNull();
  expect(readValue('projects', ' 1,200 ')).toBe(1200);
  expect(readValue('projects', '3.5')).toBeNull();
  expect(valueText('funds', 1_190_500_000_000)).toBe('119.05');
  expect(valueText('talents', 1200)).toBe('1,200');
});
