import { useT } from '@/i18n';
import { AppLink } from '../AppLink';
import type { Column } from './model';

interface CardsProps<Row extends { id: string }> {
  columns: Column<Row>[];
  rows: Row[];
  open: (row: Row) => void;
  rowTo?: ((row: Row) => string) | undefined;
  rowLabel: (row: Row) => string;
}

/** The ledger on a phone. */
export function Cards<Row extends { id: string }>({ columns, rows, open, rowTo, rowLabel }: CardsProps<Row>) {
  const t = useT();
  const lines = columns.filter((column) => column.card !== 'title' && column.card !== 'none');
  return (
    <ul className="cards">
      {rows.map((row) => (
        <li key={row.id} className="card">
          <h2>
            {rowTo ? (
              <AppLink to={rowTo(row)}>{rowLabel(row)}</AppLink>
            ) : (
              <button type="button" className="link" onClick={() => open(row)}>
                {rowLabel(row)}
              </button>
            )}
          </h2>
          <dl>
            {lines.map((column) => {
              const value = column.cell(row);
              if (value === null || value === undefined || value === '' || value === false) return null;
              return (
                <div key={column.key} style={{ display: 'contents' }}>
                  <dt>{column.unit ? t.common.withUnit(column.title, column.unit) : column.title}</dt>
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
