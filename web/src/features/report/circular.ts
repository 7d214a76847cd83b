export type Mark = 'given' | 'right' | 'rounding' | 'truncated' | 'wrong' | 'unchecked';

export interface CircularCell {
  address: string;
  text: string;
  mark: Mark;
  should: string | null;
  formula: string | null;
}
export interface CircularTable {
  sheet: string;
  title: string;
  columns: { letter: string; header: string; role: string; fixed: boolean; unit: string; formula: string }[];
  rows: { number: number; kind: string; cells: CircularCell[] }[];
}
export interface CircularCheck {
  counts: Record<Exclude<Mark, 'given'>, number>;
  tables: CircularTable[];
}

export const tone: Record<Mark, '' | 'good' | 'warn' | 'bad' | 'accent'> = {
  given: '',
  right: 'good',
  rounding: 'accent',
  truncated: 'warn',
  wrong: 'bad',
  unchecked: '',
};

/** Cells that somebody has to look at, the wrong ones first. */
export function findings(check: CircularCheck): CircularCell[] {
  const cells = check.tables.flatMap((table) => table.rows).flatMap((row) => row.cells);
  return (['wrong', 'truncated', 'rounding'] as const).flatMap((mark) => cells.filter((cell) => cell.mark === mark));
}

/** What a reader says of columns (`C`, of the second table `2!C`) and rows (`12`), by place. */
export type Corrections = Record<string, string>;

/** `C=target,2!D=done`, as the server reads it. */
export const written = (corrections: Corrections): string =>
  Object.entries(corrections)
    .map(([place, word]) => `${place}=${word}`)
    .join(',');

/** The place of a column or row, with the number of its table when it is not the first. */
export const placeOf = (table: number, place: string | number): string => (table === 0 ? String(place) : `${table + 1}!${place}`);

export const ROLES = ['label', 'group', 'target', 'done', 'prior', 'amount', 'completion', 'share', 'growth', 'lead', 'time', 'rank', 'sum', 'gap', 'ignore'] as const;
export const LINES = ['data', 'subtotal', 'total', 'part', 'heading', 'note'] as const;

/** Columns whose cells stand to the left. */
export const isWords = (role: string): boolean => role === 'label' || role === 'group' || role === 'ignore';
