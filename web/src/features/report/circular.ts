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
  columns: { letter: string; header: string; role: string; unit: string; formula: string }[];
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
