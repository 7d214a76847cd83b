import './circular.css';
import { Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { api, url } from '@/api/http';
import { useT } from '@/i18n';
import { Drop } from '@/ui/Drop';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty } from '@/ui/States';
import { ActionButton } from '@/ui/ActionButton';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { findings, isWords, LINES, placeOf, ROLES, tone, written, type CircularCell, type CircularCheck, type CircularTable, type Corrections } from './circular';

/** 通报校核: a published table, recomputed cell by cell; nothing of it is kept. */
export default function CircularPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<CircularCheck>();
  const [said, setSaid] = useState<Said>(NOTHING);
  const given = useRef<File | string>('');
  const months = search['months'];
  const take = useWrite(
    (asked: { given: File | string; months: string | undefined; said: Said }, key) => {
      const corrections = { columns: written(asked.said.columns), rows: written(asked.said.rows) };
      if (typeof asked.given === 'string') {
        return api.post<CircularCheck>('/api/v1/circular-checks/pasted', { text: asked.given, months: asked.months ? Number(asked.months) : null, ...corrections }, key);
      }
      const form = new FormData();
      form.append('file', asked.given);
      return api.post<CircularCheck>(url('/api/v1/circular-checks', { months: asked.months, columns: corrections.columns || undefined, rows: corrections.rows || undefined }), form, key);
    },
    { onDone: setChecked },
  );
  // Another table: what was said of the last one says nothing of it.
  const begin = (table: File | string) => {
    given.current = table;
    setSaid(NOTHING);
    take.mutate({ given: table, months, said: NOTHING });
  };
  const again = (next: Said, gone = months) => {
    setSaid(next);
    if (checked) take.mutate({ given: given.current, months: gone, said: next });
  };
  return (
    <Page title={t.circular.title} sub={t.circular.sub}>
      <div className="stack">
        <section className="panel circular-in" aria-label={t.circular.give}>
          <div>
            <Drop
              title={take.isPending ? t.circular.checking : t.circular.upload}
              hint={t.circular.uploadHint}
              accept=".xlsx,.xls,.csv"
              busy={take.isPending}
              onFiles={([file]) => file && begin(file)}
            />
            <label className="months">
              {t.circular.months}{' '}
              <Select
                aria-label={t.circular.months}
                value={months ?? ''}
                onChange={(value: string) => {
                  change({ months: value || undefined });
                  again(said, value || undefined);
                }}
                options={[{ value: '', label: t.circular.fromTitle }, ...Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: t.circular.monthsN(at + 1) }))]}
              />
            </label>
          </div>
          <div className="paste">
            <label htmlFor="circular-text">{t.circular.paste}</label>
            <Input.TextArea id="circular-text" rows={6} value={text} onChange={(event) => setText(event.target.value)} placeholder={t.circular.pasteHint} />
            <ActionButton type="primary" loading={take.isPending} disabledReason={text.trim() === '' ? t.circular.pasteFirst : undefined} onClick={() => begin(text)}>
              {t.circular.check}
            </ActionButton>
          </div>
        </section>
        {checked && <Outcome checked={checked} said={said} busy={take.isPending} say={again} />}
      </div>
    </Page>
  );
}

/** What the reader says of columns and rows. */
interface Said {
  columns: Corrections;
  rows: Corrections;
}
const NOTHING: Said = { columns: {}, rows: {} };

interface OutcomeProps {
  checked: CircularCheck;
  said: Said;
  busy: boolean;
  say: (said: Said) => void;
}

function Outcome({ checked, said, busy, say }: OutcomeProps) {
  const t = useT();
  const found = findings(checked);
  const marks = ['right', 'rounding', 'truncated', 'wrong', 'unchecked'] as const;
  return (
    <>
      <section className="panel" aria-label={t.circular.outcome} role="status">
        <ul className="circular-counts">
          {marks.map((mark) => (
            <li key={mark}>
              <Word mark={mark} />
              <strong className="num">{checked.counts[mark]}</strong>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel" aria-label={t.circular.findings}>
        <h2>{t.circular.findings}</h2>
        {found.length === 0 ? (
          <Empty title={t.circular.noFindings} hint={t.circular.noFindingsHint} />
        ) : (
          <PlainTable
            label={t.circular.findings}
            rows={found}
            rowKey={(cell) => cell.address + cell.text}
            columns={[
              { title: t.circular.cell, head: true, cell: (cell: CircularCell) => cell.address },
              { title: t.circular.printed, right: true, cell: (cell) => cell.text },
              { title: t.circular.should, right: true, cell: (cell) => cell.should },
              { title: t.circular.mark, cell: (cell) => <Word mark={cell.mark} /> },
              { title: t.circular.formula, cell: (cell) => cell.formula },
            ]}
          />
        )}
      </section>
      {checked.tables.map((table, at) => (
        <Sheet key={at} at={at} table={table} said={said} busy={busy} say={say} />
      ))}
    </>
  );
}

function Word({ mark }: { mark: CircularCell['mark'] }) {
  const t = useT();
  return <span className={`tag ${tone[mark]}`}>{t.circular.marks[mark]}</span>;
}

function Sheet({ at: number, table, said, busy, say }: Omit<OutcomeProps, 'checked'> & { at: number; table: CircularTable }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const shown = all ? table.rows : table.rows.slice(0, 60);
  // A pasted table has no sheet of its own: the server names it by where it came from.
  const title = table.title || (table.sheet === 'pasted' ? t.circular.pasted : table.sheet) || t.circular.table;
  return (
    <section className="panel" aria-label={title} aria-busy={busy}>
      <div className="panel-head">
        <h2>{title}</h2>
        {(Object.keys(said.columns).length > 0 || Object.keys(said.rows).length > 0) && <Button onClick={() => say(NOTHING)}>{t.circular.unsay}</Button>}
      </div>
      <p className="soft no-gap">{t.circular.sayHint}</p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={title}>
        <table className="plain circular-table">
          <thead>
            <tr>
              <th scope="col">{t.circular.row}</th>
              {table.columns.map((column) => (
                <th key={column.letter} scope="col" className={isWords(column.role) ? '' : 'right'}>
                  {column.letter} {column.header}
                  <Select
                    size="small"
                    className={column.fixed ? 'said' : ''}
                    aria-label={t.circular.roleOf(column.letter)}
                    value={column.role}
                    onChange={(role: string) => say({ ...said, columns: { ...said.columns, [placeOf(number, column.letter)]: role } })}
                    options={ROLES.map((role) => ({ value: role, label: t.circular.roles[role] }))}
                    popupMatchSelectWidth={false}
                  />
                  {column.formula && <small>= {column.formula}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.number}>
                <th scope="row" className="nowrap">
                  {row.number}{' '}
                  <Select
                    size="small"
                    variant="borderless"
                    className={said.rows[placeOf(number, row.number)] ? 'said' : ''}
                    aria-label={t.circular.kindOf(row.number)}
                    value={row.kind}
                    onChange={(kind: string) => say({ ...said, rows: { ...said.rows, [placeOf(number, row.number)]: kind } })}
                    options={[...new Set<string>([...LINES, row.kind])].map((kind) => ({ value: kind, label: t.circular.lines[kind] }))}
                    popupMatchSelectWidth={false}
                  />
                </th>
                {row.cells.map((cell, at) => (
                  <td key={cell.address} className={`${isWords(table.columns[at]?.role ?? 'label') ? '' : 'num'} ${cell.mark}`} title={cell.formula ?? undefined}>
                    {cell.text}
                    {cell.mark !== 'given' && <Word mark={cell.mark} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < table.rows.length && <Button onClick={() => setAll(true)}>{t.circular.more(table.rows.length)}</Button>}
    </section>
  );
}
