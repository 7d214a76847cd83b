import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Popover, Segmented, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Empty, Shown } from '@/ui/States';
import { useNarrow } from '@/ui/useNarrow';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { fieldsQuery, rowsQuery } from './queries';
import type { Batch, Cell, Decision, Mapped, Row } from './types';

interface Edit {
  row_no: number;
  decision: Decision;
  target_project_id?: string | null;
  edits: Record<string, string>;
}
type Write = (edit: Edit, done?: () => void) => void;

/** The rows as they were read: each cell's reading, its own text, and what is wrong with it. */
export function Rows({ batch, readOnly }: { batch: Batch; readOnly: boolean }) {
  const t = useT();
  const narrow = useNarrow();
  const [search, change] = useSearchState();
  const only = search['only'] ?? (batch.counts.error > 0 && !readOnly ? 'problem' : 'all');
  const rows = useInfiniteQuery(rowsQuery(batch.id, batch.version, only));
  const fields = useQuery(fieldsQuery);
  const names = new Map(fields.data?.items.map((field) => [field.key, field.name]));
  // A running number is read so that it is not taken for a figure; there is nothing to check in it.
  const columns = (batch.choice?.mapping ?? []).filter((one) => one.field !== null && one.field !== 'number');
  const write = useWrite(
    ({ row_no, ...body }: Edit, key) => api.put<unknown>(`/api/v1/ledger/batches/${batch.id}/rows/${row_no}`, { ...body, version: batch.version }, key),
    { refresh: [['ledger', 'batch', batch.id], ['ledger', 'rows', batch.id]] },
  );
  const put: Write = (edit, done) => write.mutate(edit, { onSuccess: () => done?.() });
  return (
    <div className="panel rows-panel" aria-busy={rows.isFetching}>
      <div className="rows-bar">
        <Checkbox checked={only === 'problem'} onChange={(event) => change({ only: event.target.checked ? 'problem' : 'all' })}>
          {t.ledger.onlyProblems}
        </Checkbox>
        <span className="soft">{readOnly ? '' : t.ledger.rowsHint}</span>
      </div>
      <Shown of={rows} rows={10}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return only === 'problem' ? <Empty title={t.ledger.noProblems} hint={t.ledger.noProblemsHint} /> : <Empty hint="" />;
          const shared = { items, columns, names, readOnly, put, pending: write.isPending };
          return (
            <>
              {narrow ? <RowCards {...shared} /> : <RowTable {...shared} />}
              {rows.hasNextPage && (
                <Button block loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
                  {t.common.more}
                </Button>
              )}
            </>
          );
        }}
      </Shown>
    </div>
  );
}

interface SheetProps {
  items: Row[];
  columns: Mapped[];
  names: Map<string, string>;
  readOnly: boolean;
  put: Write;
  pending: boolean;
}

const cellOf = (row: Row, column: Mapped): Cell | undefined => row.cells.find((cell) => String(cell.column) === String(column.column));
const isData = (row: Row) => row.kind === 'data';

function RowTable({ items, columns, names, readOnly, put, pending }: SheetProps) {
  const t = useT();
  return (
    <div className="scroll-x sheet" tabIndex={0} role="group" aria-label={t.ledger.tabRows}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t.ledger.rowNo}</th>
            <th scope="col">{t.ledger.decision}</th>
            {columns.map((column) => (
              <th key={String(column.column)} scope="col">
                {names.get(column.field!) ?? column.field}
                <small className="block">
                  {column.header}
                  {column.unit_text ? ` · ${column.unit_text}` : ''}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr key={row.row_no} className={isData(row) ? `row-${row.decision}` : 'aside'}>
              <th scope="row" className="num">{row.row_no}</th>
              <td className="decision">{isData(row) ? <DecisionOf row={row} readOnly={readOnly} put={put} pending={pending} /> : <span className="tag">{t.ledger.rowKind[row.kind as 'note'] ?? row.kind}</span>}</td>
              {columns.map((column) => (
                <td key={String(column.column)}>
                  <Reading row={row} column={column} name={names.get(column.field!) ?? column.header} readOnly={readOnly || !isData(row)} put={put} pending={pending} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RowCards({ items, columns, names, readOnly, put, pending }: SheetProps) {
  const t = useT();
  return (
    <ul className="cards">
      {items.map((row) => (
        <li key={row.row_no} className="card">
          <h2 className="card-head">
            {t.common.rowAt(row.row_no)} {!isData(row) && <span className="tag">{t.ledger.rowKind[row.kind as 'note'] ?? row.kind}</span>}
          </h2>
          {isData(row) && <DecisionOf row={row} readOnly={readOnly} put={put} pending={pending} />}
          <dl>
            {columns.map((column) => {
              const cell = cellOf(row, column);
              if (!cell || (cell.text === '' && cell.problems.length === 0)) return null;
              const name = names.get(column.field!) ?? column.header;
              return (
                <div key={String(column.column)} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>
                    <Reading row={row} column={column} name={name} readOnly={readOnly || !isData(row)} put={put} pending={pending} />
                  </dd>
                </div>
              );
            })}
          </dl>
        </li>
      ))}
    </ul>
  );
}

interface ReadingProps {
  row: Row;
  column: Mapped;
  name: string;
  readOnly: boolean;
  put: Write;
  pending: boolean;
}

/** What the system read, the cell's own text beneath where it differs, and its problems. */
function Reading({ row, column, name, readOnly, put, pending }: ReadingProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const cell = cellOf(row, column);
  if (!cell) return null;
  const read = cell.value_text ?? '';
  const worst = cell.problems.some((one) => one.severity === 'error') ? 'error' : cell.problems.length > 0 ? 'warning' : '';
  const shown = (
    <>
      <span className="read">{read || (cell.text ? '' : '—')}</span>
      {cell.text !== '' && cell.text !== read && <small className="block">{cell.text}</small>}
      {cell.problems.map((one, at) => (
        <span key={at} className={`trouble ${one.severity}`}>
          {t.ledger.trouble(t.ledger.severity[one.severity], one.message)}
        </span>
      ))}
    </>
  );
  if (readOnly) return <div className={`reading ${worst}`}>{shown}</div>;
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      title={`${cell.address} · ${name}`}
      destroyOnHidden
      content={<EditCell row={row} column={column} cell={cell} put={put} pending={pending} close={() => setOpen(false)} />}
    >
      <button type="button" className={`reading ${worst}`}>
        <span className="visually-hidden">{`${cell.address} ${name}`}</span>
        {shown}
        <span className="visually-hidden">{t.ledger.correct}</span>
      </button>
    </Popover>
  );
}

function EditCell({ row, column, cell, put, pending, close }: { row: Row; column: Mapped; cell: Cell; put: Write; pending: boolean; close: () => void }) {
  const t = useT();
  const [text, setText] = useState(cell.text);
  const send = () => put({ row_no: row.row_no, decision: row.decision, target_project_id: row.target?.id ?? null, edits: { [column.field!]: text } }, close);
  return (
    <div className="edit-cell">
      <dl className="lines">
        <div>
          <dt>{t.ledger.original}</dt>
          <dd>{cell.text || '—'}</dd>
        </div>
        <div>
          <dt>{t.ledger.readAs}</dt>
          <dd>{cell.value_text ?? '—'}</dd>
        </div>
      </dl>
      {cell.problems.map((one, at) => (
        <p key={at} className={`trouble ${one.severity}`}>
          {t.ledger.trouble(t.ledger.severity[one.severity], one.message)}
        </p>
      ))}
      <Input aria-label={t.ledger.readInstead} value={text} maxLength={500} autoFocus onChange={(event) => setText(event.target.value)} onPressEnter={send} />
      <div className="edit-foot">
        <Button onClick={close}>{t.common.cancel}</Button>
        <Button type="primary" loading={pending} onClick={send}>
          {t.ledger.readSo}
        </Button>
      </div>
    </div>
  );
}

/** New, an update of something there, or left out; what is alike is offered with the reason. */
function DecisionOf({ row, readOnly, put, pending }: { row: Row; readOnly: boolean; put: Write; pending: boolean }) {
  const t = useT();
  const projects = row.similar.filter((one) => one.kind === 'project');
  const organisations = row.similar.filter((one) => one.kind === 'organisation');
  if (row.result?.project) {
    return (
      <>
        <AppLink to={paths.project(row.result.project.id)}>{row.result.project.code}</AppLink>
        {row.result.funds?.map((fund) => (
          <div key={fund.id}>
            <AppLink to={paths.fund(fund.id)}>{fund.code}</AppLink>
          </div>
        ))}
      </>
    );
  }
  const decide = (decision: Decision, target?: string) => put({ row_no: row.row_no, decision, target_project_id: decision === 'update' ? (target ?? row.target?.id ?? projects[0]?.id ?? null) : null, edits: {} });
  return (
    <div className="decision-of">
      <Segmented
        size="small"
        disabled={readOnly || pending}
        aria-label={`${t.common.rowAt(row.row_no)} ${t.ledger.decision}`}
        value={row.decision}
        onChange={(decision) => decide(decision as Decision)}
        options={[
          { value: 'create', label: t.ledger.decide.create },
          { value: 'update', label: t.ledger.decide.update, disabled: projects.length === 0 && !row.target },
          { value: 'skip', label: t.ledger.decide.skip },
        ]}
      />
      {row.decision === 'update' && (
        <Select
          size="small"
          disabled={readOnly || pending}
          aria-label={t.ledger.target}
          value={row.target?.id ?? null}
          style={{ width: '100%' }}
          popupMatchSelectWidth={false}
          onChange={(id: string | null) => id && decide('update', id)}
          options={[
            ...(row.target && !projects.some((one) => one.id === row.target!.id) ? [{ value: row.target.id, label: `${row.target.code} ${row.target.name}` }] : []),
            ...projects.map((one) => ({ value: one.id, label: `${one.code ?? ''} ${one.name}` })),
          ]}
        />
      )}
      {row.decision !== 'skip' &&
        projects.map((one) => (
          <div key={one.id} className="similar">
            <AppLink to={paths.project(one.id)} target="_blank">
              {one.code} {one.name}
            </AppLink>{' '}
            <small>{one.why_text}</small>
          </div>
        ))}
      {row.decision !== 'skip' &&
        organisations.map((one) => (
          <div key={one.id} className="similar">
            <AppLink to={paths.investor(one.id)} target="_blank">
              {one.name}
            </AppLink>{' '}
            <small>{one.why_text}</small>
          </div>
        ))}
    </div>
  );
}
