import { expect, it } from 'vitest';
import { parsePercent, percentText } from './share';

it('reads and writes per cent without floats', () => {
  for (const bp of [0, 1, 10, 100, 3333, 5000, 9999, 10_000]) expect(parsePercent(percentText(bp))).toBe(bp);
  expect(parsePercent('33.3')).toBe(3330);
  expect(parsePercent('５０％')).toBe(5000);
  expect(parsePercent('33.333')).toBeNull();
  expect(parsePercent('abc')).toBeNull();
});
