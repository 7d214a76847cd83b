import './circular.css';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { api, url } from '@/api/http';
import { useT } from '@/i18n';
import { Drop } from '@/ui/Drop';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty } from '@/ui/States';
import { ActionButton } from '@/ui/ActionButton';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { findings, tone, type CircularCell, type CircularCheck, type CircularTable } from './circular';

/** 通报校核: a published table, recomputed cell by cell; nothing of it is kept. */
export default function CircularPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<CircularCheck>();
  const months = search['months'];
  const take = useWrite(
    (given: File | string, key) => {
      if (typeof given === 'string') {
        return api.post<CircularCheck>('/api/v1/circular-checks/pasted', { text: given, months: months ? Number(months) : null }, key);
      }
      const form = new FormData();
      form.append('file', given);
      return api.post<CircularCheck>(url('/api/v1/circular-checks', { months }), form, key);
    },
    { onDone: setChecked },
  );
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
              onFiles={([file]) => file && take.mutate(file)}
            />
            <label className="months">
              {t.circular.months}{' '}
              <Select
                aria-label={t.circular.months}
                value={months ?? ''}
                onChange={(value: string) => change({ months: value || undefined })}
                options={[{ value: '', label: t.circular.fromTitle }, ...Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: t.circular.monthsN(at + 1) }))]}
              />
            </label>
          </div>
          <div className="paste">
            <label htmlFor="circular-text">{t.circular.paste}</label>
            <Input.TextArea id="circular-text" rows={6} value={text} onChange={(event) => setText(event.target.value)} placeholder={t.circular.pasteHint} />
            <ActionButton type="primary" loading={take.isPending} disabledReason={text.trim() === '' ? t.circular.pasteFirst : undefined} onClick={() => take.mutate(text)}>
              {t.circular.check}
            </ActionButton>
          </div>
        </section>
        {checked && <Outcome checked={checked} />}
      </div>
    </Page>
  );
}

function Outcome({ checked }: { checked: CircularCheck }) {
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
        <Sheet key={at} table={table} />
      ))}
    </>
  );
}

function Word({ mark }: { mark: CircularCell['mark'] }) {
  const t = useT();
  return <span className={`tag ${tone[mark]}`}>{t.circular.marks[mark]}</span>;
}

function Sheet({ table }: { table: CircularTable }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const shown = all ? table.rows : table.rows.slice(0, 60);
  const title = table.title || table.sheet || t.circular.table;
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={title}>
        <table className="plain circular-table">
          <thead>
            <tr>
              <th scope="col">{t.circular.row}</th>
              {table.columns.map((column) => (
                <th key={column.letter} scope="col" className={column.role === 'label' ? '' : 'right'}>
                  {column.letter} {column.header}
                  <small>{t.circular.roles[column.role]}</small>
                  {column.formula && <small>= {column.formula}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.number}>
                <th scope="row">{row.number}</th>
                {row.cells.map((cell, at) => (
                  <td key={cell.address} className={`${table.columns[at]?.role === 'label' ? '' : 'num'} ${cell.mark}`} title={cell.formula ?? undefined}>
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
