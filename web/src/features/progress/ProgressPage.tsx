import './progress.css';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import dayjs from 'dayjs';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { Desk } from './Desk';
import type { ProgressPageOf, UnitSums, WeekView } from './types';

/** 周进展: whoever fills in goes through their projects one after the other; the office sees who has not reported. */
export default function ProgressPage() {
  const t = useT();
  const can = useCan();
  const [search, change] = useSearchState();
  const { week, unit, cursor } = search;
  const waiting = search['state'] === 'waiting';
  const page = useQuery({
    queryKey: ['progress', 'week', week ?? null, unit ?? null, waiting, cursor ?? null],
    queryFn: ({ signal }) =>
      api.get<ProgressPageOf>('/api/v1/progress', { week, unit, cursor, limit: 100, ...(waiting ? { state: 'waiting' } : {}) }, signal),
    placeholderData: keepPreviousData,
  });
  const units = useQuery({
    queryKey: ['progress', 'units', week ?? null],
    queryFn: ({ signal }) => api.get<ListOf<UnitSums>>('/api/v1/progress/units', { week }, signal),
    placeholderData: keepPreviousData,
  });
  const byUnit = units.data?.items ?? [];
  // Whoever has one unit only sees the sums in the strip; a table of one row says nothing more.
  const several = byUnit.length > 1;
  const view = search['view'] ?? (several && !can('project.write') ? 'units' : 'fill');
  return (
    <Page title={t.progress.title} sub={t.progress.sub}>
      {page.data && <WeekBar week={page.data.week} change={(monday) => change({ week: monday, cursor: undefined, at: undefined })} />}
      <Sums units={byUnit} />
      {several && (
        <div className="progress-tools">
          <Segmented
            aria-label={t.progress.view}
            value={view}
            onChange={(value) => change({ view: value })}
            options={[
              { value: 'fill', label: t.progress.viewFill },
              { value: 'units', label: t.progress.viewUnits },
            ]}
          />
          {view === 'fill' && (
            <UnitPick
              value={unit ?? null}
              onChange={(value) => change({ unit: value, cursor: undefined, at: undefined })}
              allowClear
              placeholder={t.progress.unit}
              aria-label={t.progress.unit}
            />
          )}
        </div>
      )}
      {view === 'units' ? (
        <Shown of={units}>{({ items }) => <Units units={items} open={(id) => change({ view: 'fill', unit: id, at: undefined, cursor: undefined })} />}</Shown>
      ) : (
        <Shown of={page} rows={10}>
          {(data) => <Desk key={`${data.week.monday}${unit ?? ''}${cursor ?? ''}`} page={data} />}
        </Shown>
      )}
    </Page>
  );
}

function WeekBar({ week, change }: { week: WeekView; change: (monday: string | undefined) => void }) {
  const t = useT();
  const move = (days: number) => change(dayjs(week.monday).add(days, 'day').format('YYYY-MM-DD'));
  return (
    <div className="week-bar">
      <Button icon={<LeftOutlined aria-hidden />} aria-label={t.progress.weekBefore} onClick={() => move(-7)} />
      <div className="grow">
        <strong className="num">{t.progress.week(week.year, week.number)}</strong>{' '}
        <span className="soft num nowrap">{t.progress.days(week.monday, week.sunday)}</span>
      </div>
      {!week.current && <Button onClick={() => change(undefined)}>{t.progress.thisWeek}</Button>}
      <Button icon={<RightOutlined aria-hidden />} aria-label={t.progress.weekAfter} disabled={week.current} onClick={() => move(7)} />
    </div>
  );
}

/** How many are expected and how many are there: the figures of all units in sight. */
function Sums({ units }: { units: UnitSums[] }) {
  const t = useT();
  if (units.length === 0) return null;
  const sum = (key: 'projects' | 'reported' | 'no_change' | 'waiting') => units.reduce((all, one) => all + one[key], 0);
  const [projects, reported, quiet, waiting] = [sum('projects'), sum('reported'), sum('no_change'), sum('waiting')];
  return (
    <dl className="week-sums">
      {[
        [t.progress.expected, projects],
        [t.progress.withProgress, reported - quiet],
        [t.progress.noChange, quiet],
        [t.progress.waiting, waiting],
      ].map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Units({ units, open }: { units: UnitSums[]; open: (id: string) => void }) {
  const t = useT();
  if (units.length === 0) return <Empty title={t.progress.unitsNone} hint="" />;
  return (
    <section className="panel" aria-label={t.progress.units}>
      <h2>{t.progress.units}</h2>
      <PlainTable
        label={t.progress.units}
        rows={units}
        rowKey={(row) => row.unit.id}
        columns={[
          {
            title: t.progress.unit,
            head: true,
            cell: (row) => (
              <button type="button" className="link" onClick={() => open(row.unit.id)}>
                {row.unit.name}
              </button>
            ),
          },
          { title: t.progress.expected, right: true, cell: (row) => row.projects },
          { title: t.progress.withProgress, right: true, cell: (row) => row.reported - row.no_change },
          { title: t.progress.noChange, right: true, cell: (row) => row.no_change },
          {
            title: t.progress.waiting,
            right: true,
            cell: (row) => (row.waiting === 0 ? <span className="tag good">{t.progress.allDone}</span> : <strong>{row.waiting}</strong>),
          },
        ]}
      />
    </section>
  );
}
