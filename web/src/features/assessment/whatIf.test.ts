import { describe, expect, it } from 'vitest';
import { entry, more, toneOf, without } from './whatIf';

describe('suppositions in an address', () => {
  it('are written once they are whole', () => {
    expect(entry({ kind: 'receipt', unit: 'u', fen: 50_000_000, industry: 'C3511', on: '2013-08-20' })).toBe('receipt~u~50000000~C3511~2013-08-20');
    expect(entry({ kind: 'receipt', unit: 'u', fen: 1 })).toBe('receipt~u~1~~');
    expect(entry({ kind: 'receipt', unit: 'u', fen: Number.NaN })).toBeNull();
    expect(entry({ kind: 'receipt', fen: 1 })).toBeNull();
    expect(entry({ kind: 'talent', unit: 'u', fen: 7 })).toBe('talent~u~~~');
    expect(entry({ kind: 'target', unit: 'u', measure: 'funds', value: 0 })).toBe('target~u~funds~0');
    expect(entry({ kind: 'receipt', unit: 'u', fen: 1, industry: 'C3511', project: 'p', on: '2013-08-20' })).toBe('receipt~u~1~~2013-08-20~p');
    expect(entry({ kind: 'receipt', unit: 'u', fen: 1 }, true)).toBeNull();
    expect(entry({ kind: 'without', fund: 'f' })).toBe('without~f');
    expect(entry({ kind: 'without' })).toBeNull();
  });
  it('are added and taken away by their place', () => {
    expect(more(undefined, 'a')).toBe('a');
    expect(more('a,b', 'a')).toBe('a,b,a');
    expect(without('a,b,a', 0)).toBe('b,a');
    expect(without('a', 0)).toBeUndefined();
  });
  it('say by their sign who gains', () => {
    expect([toneOf('+0.30'), toneOf('-1.00'), toneOf('0.00')]).toEqual(['gain', 'loss', '']);
  });
});
