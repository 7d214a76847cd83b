import type { ReactNode } from 'react';
import { HeadText } from './HeadText';
import { useNarrow } from './useNarrow';

export interface PlainColumn<Row> {
  title: string;
  right?: boolean;
  /** Of the table's width, in percent: tables below each other keep their columns in line. All columns or none. */
  width?: number;
  /** Names the row; the heading of its card on a narrow screen. */
  head?: boolean;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  columns: PlainColumn<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
}

/** A small table inside a page: no paging, no sorting; cards below 768 px. */
export function PlainTable<Row>({ label, columns, rows, rowKey }: Props<Row>) {
  const narrow = useNarrow();
  if (narrow) {
    const head = columns.find((column) => column.head) ?? columns[0];
    return (
      <ul className="cards flush" aria-label={label}>
        {rows.map((row) => (
          <li key={rowKey(row)} className="card">
            <strong>{head?.cell(row)}</strong>
            <dl>
              {columns
                .filter((column) => column !== head)
                .map((column) => {
                  const value = column.cell(row);
                  return value === '' || value === null || value === undefined || value === false ? null : (
                    <div key={column.title} style={{ display: 'contents' }}>
                      <dt>{column.title}</dt>
                      <dd className={column.right ? 'num' : ''}>{value}</dd>
                    </div>
                  );
                })}
            </dl>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={label}>
      <table className={columns.some((column) => column.width) ? 'plain even' : 'plain'}>
        {columns.some((column) => column.width) && (
          <colgroup>
            {columns.map((column) => (
              <col key={column.title} style={{ width: `${column.width ?? 10}%` }} />
            ))}
          </colgroup>
        )}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={column.right ? 'right' : ''}>
                <HeadText text={column.title} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) =>
                column.head ? (
                  <th key={column.title} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.title} className={column.right ? 'right' : ''}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
