import { Table, type TableColumnType } from 'antd';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useT } from '@/i18n';
import { HeadText } from '../HeadText';
import type { Column } from './model';

interface GridProps<Row extends { id: string }> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  open: (row: Row) => void;
  rowLabel: (row: Row) => string;
  sort: string | undefined;
  setSort: (sort: string | undefined) => void;
  /** The rows answer the question before; the new answer is on its way. */
  stale: boolean;
}

/** Rows with one tab stop: arrows move, Enter opens. */
export function Grid<Row extends { id: string }>(props: GridProps<Row>) {
  const { rows, columns, sort } = props;
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const current = Math.min(at, rows.length - 1);

  const go = (next: number) => {
    const row = Math.max(0, Math.min(rows.length - 1, next));
    setAt(row);
    box.current?.querySelectorAll<HTMLElement>('tr.ant-table-row')[row]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, row: Row) => {
    // Keys inside a link or button of the row belong to it.
    if (event.target !== event.currentTarget) return;
    const moves: Record<string, number> = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: rows.length - 1, PageDown: current + 10, PageUp: current - 10 };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      props.open(row);
    }
  };

  const tableColumns = columns.map((column): TableColumnType<Row> => {
    const directions = [column.sort?.asc ? 'ascend' : null, column.sort?.desc ? 'descend' : null].filter((one) => one !== null);
    return {
      key: column.key,
      title: <HeadText text={column.unit ? t.common.withUnit(column.title, column.unit) : column.title} />,
      ...(column.width ? { width: column.width } : {}),
      // Headers of figures stand over them, to the right.
      ...(column.right ? { className: 'right', align: 'right' as const } : {}),
      ...(column.sort
        ? {
            sorter: true,
            sortDirections: directions as ('ascend' | 'descend')[],
            sortOrder: sort && sort === column.sort.asc ? 'ascend' : sort && sort === column.sort.desc ? 'descend' : null,
            showSorterTooltip: false,
          }
        : {}),
      render: (_: unknown, row: Row) => column.cell(row),
    };
  });

  return (
    <div ref={box} style={props.stale ? { opacity: 0.6, transition: 'opacity .2s' } : undefined}>
      <Table<Row>
        size="small"
        aria-label={props.caption}
        rowKey="id"
        columns={tableColumns}
        dataSource={rows}
        pagination={false}
        sticky={{ offsetHeader: 52 }}
        scroll={{ x: 'max-content' }}
        rowClassName={(_, index) => (index === current ? 'at' : '')}
        onRow={(row, index = 0) => ({
          tabIndex: index === current ? 0 : -1,
          onFocus: () => setAt(index),
          onKeyDown: (event: KeyboardEvent) => onKeyDown(event, row),
          onClick: (event) => {
            const target = event.target as HTMLElement;
            if (target.closest('a,button,input,label') || window.getSelection()?.toString()) return;
            props.open(row);
          },
        })}
        onChange={(_, __, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          const column = columns.find((candidate) => candidate.key === one?.columnKey);
          props.setSort(one?.order === 'ascend' ? column?.sort?.asc : one?.order === 'descend' ? column?.sort?.desc : undefined);
        }}
      />
    </div>
  );
}
