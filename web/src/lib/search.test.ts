import { expect, it } from 'vitest';
import { many, parseSearch, stringifySearch } from './search';

it('keeps strings as they are', () => {
  expect(parseSearch('?q=007&sort=-total_fen&empty=')).toEqual({ q: '007', sort: '-total_fen' });
  expect(stringifySearch({ q: '于河 街道', none: undefined })).toBe('?q=%E4%BA%8E%E6%B2%B3+%E8%A1%97%E9%81%93');
  expect(parseSearch(stringifySearch({ q: 'a&b=c' }))).toEqual({ q: 'a&b=c' });
  expect(stringifySearch({})).toBe('');
  expect(many('S1,S2')).toEqual(['S1', 'S2']);
});
