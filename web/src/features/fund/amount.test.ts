import { expect, it } from 'vitest';
import { inFen, originalAmount, rateText } from './amount';

it('shows the slip in its own currency', () => {
  expect(originalAmount({ currency: 'USD', minor: 200_000 })).toBe('USD 2,000.00');
  expect(originalAmount({ currency: 'JPY', minor: 5_000 })).toBe('JPY 5,000');
  expect(originalAmount({ currency: 'CNY', minor: 5_000 })).toBe('');
});

it('prints a rate with at least two decimals and no needless zeros', () => {
  expect(rateText(612_450_000)).toBe('6.1245');
  expect(rateText(100_000_000)).toBe('1.00');
  expect(rateText(610_000_000)).toBe('6.10');
});

it('converts a typed amount', () => {
  expect(inFen('1,200.5', 'wan', '1')).toBe(1_200_500_000n);
  expect(inFen('２０００', 'wan', '6.1245')).toBe(12_249_000_000n);
  expect(inFen('0.005', 'one', '1')).toBe(1n);
  expect(inFen('约5000', 'wan', '1')).toBeNull();
  expect(inFen('5', 'wan', '')).toBeNull();
});
