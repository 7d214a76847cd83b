import { describe, expect, it } from 'vitest';
import { money, moneyInput, parseMoney, percentBp, readableUnit, share } from './money';

describe('money', () => {
  it.each([
    [0, 'wan', '0.00'],
    [721_000_000_000, 'yi', '72.10'],
    [11_905_000_000_00, 'yi', '119.05'],
    [499_999, 'wan', '0.50'],
    [4_999, 'wan', '0.00'],
    [-4_999, 'wan', '0.00'],
    [-5_000, 'wan', '-0.01'],
    [5_000, 'wan', '0.01'],
    [9_007_199_254_740_991, 'yuan', '90,071,992,547,409.91'],
    [123_456_789_00, 'wan', '12,345.68'],
  ] as const)('%d fen in %s is %s', (fen, unit, text) => {
    expect(money(fen, unit)).toBe(text);
  });

  it('has no digits for no amount, and refuses fractions of a fen', () => {
    expect(money(null)).toBe('');
    expect(() => money(1.5)).toThrow(RangeError);
  });

  it('adds 0.1 and 0.2 exactly when read back', () => {
    const sum = parseMoney('0.1', 'yuan')! + parseMoney('0.2', 'yuan')!;
    expect(moneyInput(sum, 'yuan')).toBe('0.3');
  });

  it.each([
    ['1,234.5', 'wan', 1_234_500_000n],
    ['１３亿', 'wan', 130_000_000_000n],
    ['13亿元', 'yuan', 130_000_000_000n],
    ['0.001', 'yuan', null],
    ['约5000', 'wan', null],
    ['', 'wan', null],
  ] as const)('%s typed in %s', (text, unit, fen) => {
    expect(parseMoney(text, unit)).toBe(fen);
  });

  it('gives a field back what was typed', () => {
    for (const text of ['0', '12.5', '1000000', '0.0001', '-3.07']) {
      expect(moneyInput(parseMoney(text, 'wan')!, 'wan')).toBe(text);
    }
  });

  it('chooses a unit', () => {
    expect(readableUnit(9_999_999_999)).toBe('wan');
    expect(readableUnit(10_000_000_000)).toBe('yi');
  });
});

describe('ratios', () => {
  it('are computed on integers', () => {
    expect(percentBp(6056)).toBe('60.56%');
    expect(share(721, 11905, 2)).toBe('6.06%');
    expect(share(150_00, 119_05, 1)).toBe('126.0%');
    expect(share(1, 0)).toBe('');
  });
});
