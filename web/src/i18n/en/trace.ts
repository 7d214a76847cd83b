import type { Dict } from '..';

export const trace: Dict['trace'] = {
  title: 'Where this figure comes from',
  definition: 'Definition',
  filter: 'Scope',
  asOf: 'As of',
  parts: 'Made of these parts',
  rows: 'From these records',
  rowsTotal: (n) => `${n} in all`,
  allParts: (n) => `All ${n} parts`,
  more: 'More records',
  noRows: 'No records',
  noRowsHint: 'Nothing in this scope counts, so the figure is zero.',
  row: 'Record',
  unit: 'Unit',
  date: 'Date',
  amount: 'Amount',
  evidence: 'Proofs',
  recognised: 'Recognised by, on',
  proofs: (n) => (n === 1 ? '1 proof' : `${n} proofs`),
  noProof: 'no proof',
  link: 'Address of this page',
};
