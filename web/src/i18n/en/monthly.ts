import type { Dict } from '..';

export const monthly: Dict['monthly'] = {
  sub: 'The monthly circular, written from records: the whole, places by group, red and black lists, tables. Any figure opens the rows it was made of.',
  month: 'Month',
  window: (from: string, to: string) => `Counted from ${from} to ${to}`,
  none: 'The circular was not written',
  xlsx: 'Tables (Excel)',
  setting: 'How it is written',
  lead: 'Ahead of or behind the calendar',
  exact: 'Subtract, then round to two decimals',
  printed: 'Round both, then subtract',
  listed: 'Units of a group in the red and black lists',
  saved: 'Saved',
  same: 'Nothing was changed',
  card: 'Result sheet (Word)',
};
