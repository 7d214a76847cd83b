import { useQuery } from '@tanstack/react-query';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { lazy, Suspense } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { many } from '@/lib/search';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Light } from '@/ui/lights/Light';
import type { LightMonth, LightRow } from '@/ui/lights/types';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useNarrow } from '@/ui/useNarrow';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';

const Waiting = lazy(() => import('./Waiting'));

/** 亮灯: every project and its light in twelve months. */
export default function LightsPage() {
  const t = useT();
  const narrow = useNarrow();
  const can = useCan();
  const [search, change] = useSearchState();
  const asked = { month: search['month'], unit: search['unit'], stage: many(search['stage']) };
  const month = useQuery({
    queryKey: ['light-month', asked],
    queryFn: ({ signal }) => api.get<LightMonth>('/api/v1/lights/month', asked, signal),
  });
  const compute = useWrite((body: { month: string }, key) => api.post<LightMonth>('/api/v1/lights/month', body, key), {
    said: t.light.computed,
    refresh: [['lights'], ['light-month']],
  });
  const data = month.data;
  const nameOf = (colour: string) => data?.colours.find((one) => one.colour === colour)?.name;
  // On a phone the months stand side by side in one line of the card.
  const strip: Column<LightRow> = {
    key: 'months',
    title: t.light.months,
    cell: (row) => (
      <span className="light-months">
        {row.cells.map((cell) => (
          <span key={cell.month}>
            <Light colour={cell.colour} overridden={cell.overridden} />
            <span className="num">{cell.month.slice(5)}</span>
          </span>
        ))}
      </span>
    ),
  };
  const columns: Column<LightRow>[] = [
    {
      key: 'project',
      title: t.light.project,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.project(row.project.id)} className="name">
          {row.project.name}
        </AppLink>
      ),
    },
    { key: 'code', title: t.light.code, width: 150, hidden: true, cell: (row) => <span className="num">{row.project.code}</span> },
    { key: 'unit', title: t.light.unit, width: 130, cell: (row) => row.lead_unit.short_name || row.lead_unit.name },
    { key: 'stage', title: t.light.stage, width: 100, cell: (row) => word(t, 'stage', row.stage) },
    ...(narrow ? [strip] : []),
    ...(narrow ? [] : (data?.months ?? [])).map(
      (one, at): Column<LightRow> => ({
        key: one,
        title: at === 0 || one.endsWith('-01') ? one.slice(2) : one.slice(5),
        width: at === 0 || one.endsWith('-01') ? 64 : 48,
        cell: (row) => {
          const cell = row.cells.find((c) => c.month === one);
          return cell && <Light colour={cell.colour} overridden={cell.overridden} />;
        },
      }),
    ),
  ];
  const filters: Filter[] = [
    {
      kind: 'custom',
      key: 'month',
      label: t.light.month,
      primary: true,
      render: (value, set) => (
        <DatePicker
          picker="month"
          aria-label={t.light.month}
          placeholder={t.light.month}
          value={value ? dayjs(`${value}-01`) : data ? dayjs(`${data.month}-01`) : null}
          onChange={(day) => set(day ? day.format('YYYY-MM') : undefined)}
        />
      ),
    },
    {
      kind: 'custom',
      key: 'unit',
      label: t.light.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.light.unit} aria-label={t.light.unit} />,
    },
    { kind: 'select', key: 'stage', label: t.light.stage, options: options(t, 'stage').filter((one) => one.value !== 'at_capacity'), many: true, primary: true },
    {
      kind: 'select',
      key: 'colour',
      label: t.light.colour,
      options: (data?.colours ?? []).map((one) => ({ value: one.colour, label: one.name })),
      many: true,
      primary: true,
    },
  ];
  const chosen = many(search['colour']);
  const pick = (colour: string) => {
    const next = chosen.includes(colour) ? chosen.filter((one) => one !== colour) : [...chosen, colour];
    change({ colour: next.join(',') || undefined, cursor: undefined });
  };
  return (
    <Page
      title={t.light.title}
      sub={data && standing(t, data)}
      actions={
        <>
          {data && data.waiting > 0 && (
            <ActionButton onClick={() => change({ waiting: '1' })}>{t.light.waiting(data.waiting)}</ActionButton>
          )}
          <AppLink to={paths.lightRules}>{t.light.rules}</AppLink>
          <ActionButton type="primary" action={data?.actions['compute']} loading={compute.isPending} onClick={() => data && compute.mutate({ month: data.month })}>
            {t.light.compute}
          </ActionButton>
        </>
      }
    >
      {data && (
        <ul className="light-sums" aria-label={t.light.sums}>
          {data.colours.map((one) => (
            <li key={one.colour}>
              <button type="button" aria-pressed={chosen.includes(one.colour)} onClick={() => pick(one.colour)}>
                <Light colour={one.colour} label={nameOf(one.colour)} />
                <strong>{one.projects.toLocaleString()}</strong>
                <span className="soft">{one.meaning}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <LedgerTable<LightRow>
        page="lights"
        caption={t.light.title}
        endpoint="/api/v1/lights"
        {...(can('project.export') ? { xlsx: '/api/v1/lights.xlsx' } : {})}
        columns={columns}
        filters={filters}
        rowId={(row) => row.project.id}
        rowTo={(row) => paths.project(row.project.id)}
        rowLabel={(row) => row.project.name}
        empty={<Empty title={data?.as_of ? t.light.empty : t.light.notComputed} hint={data?.as_of ? t.light.emptyHint : t.light.notComputedHint} />}
      />
      {search['waiting'] !== undefined && (
        <Suspense>
          <Waiting close={() => change({ waiting: undefined }, { replace: true })} />
        </Suspense>
      )}
    </Page>
  );
}

function standing(t: ReturnType<typeof useT>, data: LightMonth): string {
  if (data.as_of === null) return t.light.notComputedOf(data.month);
  const by = [data.computed_by?.name ?? t.light.system, data.computed_at && instant(data.computed_at)].filter(Boolean).join(' ');
  return t.light.standing(data.month, data.as_of, data.table_version, by);
}
