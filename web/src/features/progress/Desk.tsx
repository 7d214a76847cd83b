import { CheckOutlined, MinusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Empty } from '@/ui/States';
import { useNarrow } from '@/ui/useNarrow';
import { useSearchState } from '@/ui/useSearch';
import { StateTag } from '@/ui/words';
import { EntryForm } from './EntryForm';
import { EntryShown } from './EntryShown';
import { nextWaiting, type ProgressPageOf, type ProgressRow } from './types';

/** One project after the other: the list beside the form, on a phone above it. */
export function Desk({ page }: { page: ProgressPageOf }) {
  const t = useT();
  const narrow = useNarrow();
  const [search, change] = useSearchState();
  const { items: rows } = page;
  const first = Math.max(0, rows.findIndex((row) => row.entry === null));
  const [chosen, setChosen] = useState<string | undefined>(search['at']);
  const found = rows.findIndex((row) => row.project.id === chosen);
  const at = found < 0 ? first : found;
  const row = rows[at];
  const here = useRef<HTMLLIElement>(null);
  const go = (index: number | undefined) => {
    const to = index === undefined ? undefined : rows[index];
    if (to) setChosen(to.project.id);
  };
  // The next is found in the rows as they were: this one is reported by now.
  const onward = () => go(nextWaiting(rows, at) ?? (at + 1 < rows.length ? at + 1 : at));

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const to = rows[at + step];
      if (!event.altKey || step === 0 || !to) return;
      event.preventDefault();
      setChosen(to.project.id);
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, [rows, at]);
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to clean up an effect.
    void here.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  if (!row) {
    const cursor = search['cursor'] !== undefined;
    return (
      <section className="panel" aria-label={t.progress.list}>
        <Empty title={t.progress.none} hint={t.progress.noneHint}>
          {cursor && <Button onClick={() => change({ cursor: undefined })}>{t.progress.fromStart}</Button>}
        </Empty>
      </section>
    );
  }
  return (
    <div className="desk">
      {narrow ? (
        <Select
          className="desk-pick"
          aria-label={t.progress.list}
          value={row.project.id}
          onChange={setChosen}
          showSearch={{ optionFilterProp: 'label' }}
          options={rows.map((one) => ({ value: one.project.id, label: `${one.project.name} · ${mark(t, one)}` }))}
        />
      ) : (
        <nav className="panel desk-list" aria-label={t.progress.list}>
          <ol>
            {rows.map((one, index) => (
              <li key={one.project.id} ref={index === at ? here : null}>
                <button type="button" aria-current={index === at ? 'true' : undefined} onClick={() => setChosen(one.project.id)}>
                  <span className="grow">{one.project.name}</span>
                  <Mark row={one} />
                </button>
              </li>
            ))}
          </ol>
          <More page={page} change={change} />
        </nav>
      )}
      <section className="panel desk-one" aria-label={row.project.name}>
        <div className="panel-head">
          <div>
            <h2>
              <AppLink to={paths.project(row.project.id)}>{row.project.name}</AppLink>
            </h2>
            <div className="tags">
              <span className="num soft">{row.project.code}</span>
              <StateTag dimension="stage" code={row.stage} />
              <span className="soft">{row.lead_unit.short_name || row.lead_unit.name}</span>
            </div>
          </div>
          <div className="doing">
            <span className="soft num nowrap">{t.progress.place(at + 1, rows.length)}</span>
            <Button size="small" disabled={at === 0} onClick={() => go(at - 1)}>
              {t.progress.previous}
            </Button>
            <Button size="small" disabled={at + 1 >= rows.length} onClick={() => go(at + 1)}>
              {t.progress.next}
            </Button>
          </div>
        </div>
        {row.entry ? (
          <EntryShown key={`${row.entry.id}${row.entry.version}`} row={row} entry={row.entry} week={page.week.monday} back={setChosen} />
        ) : (
          <EntryForm key={`${row.project.id}${page.week.monday}`} row={row} week={page.week.monday} onward={onward} back={setChosen} />
        )}
      </section>
      {narrow && <More page={page} change={change} />}
    </div>
  );
}

function More({ page, change }: { page: ProgressPageOf; change: ReturnType<typeof useSearchState>[1] }) {
  const t = useT();
  const [search] = useSearchState();
  return (
    <>
      {search['cursor'] && <Button onClick={() => change({ cursor: undefined, at: undefined })}>{t.progress.fromStart}</Button>}
      {page.next_cursor && <Button onClick={() => change({ cursor: page.next_cursor ?? undefined, at: undefined })}>{t.progress.loadMore}</Button>}
    </>
  );
}

const mark = (t: ReturnType<typeof useT>, row: ProgressRow) =>
  row.entry === null ? t.progress.waiting : row.entry.no_change ? t.progress.noChange : t.progress.withProgress;

function Mark({ row }: { row: ProgressRow }) {
  const t = useT();
  if (row.entry === null) return <span className="tag warn">{t.progress.waiting}</span>;
  return (
    <span className={`tag ${row.entry.no_change ? '' : 'good'}`}>
      {row.entry.no_change ? <MinusOutlined aria-hidden /> : <CheckOutlined aria-hidden />} {mark(t, row)}
    </span>
  );
}
