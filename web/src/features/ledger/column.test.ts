import { expect, it } from 'vitest';
import { columnName } from './ChoiceForm';

it('names columns as a spreadsheet does', () => {
  expect([0, 25, 26, 27, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA']);
  expect(columnName('F')).toBe('F');
});
