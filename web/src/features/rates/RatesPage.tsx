import './rates.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { Page } from '@/ui/Page';
import { EventPick, UnitPick, useReadsEvents } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, word } from '@/ui/words';
import { CohortDrawer } from './CohortDrawer';
import type { CohortView, RatesView } from './types';

const ASKED = ['from', 'to', 'as_of', 'event', 'unit', 'track', 'basis'];

/** 五率: of those who signed in a window or at an event, how many went on; every figure opens its projects. */
export default function RatesPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const asked = Object.fromEntries(ASKED.filter((key) => search[key]).map((key) => [key, search[key]!]));
  const rates = useQuery({
    queryKey: ['rates', asked],
    queryFn: ({ signal }) => api.get<RatesView>('/api/v1/cohort-rates', asked, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t.rates.title} sub={t.rates.sub}>
      <Asked shown={rates.data} />
      <Shown of={rates} rows={10}>
        {(data) => (
          <>
            <section className="panel" aria-label={t.rates.five}>
              <div className="panel-head">
                <h2>{t.rates.five}</h2>
                <span className="soft">{named(t, data)}</span>
              </div>
              {data.cohort.projects === 0 ? <Empty title={t.rates.empty} hint={t.rates.emptyHint} /> : <Five cohort={data.cohort} open={(rate) => change({ open: rate, by: undefined })} />}
            </section>
            {data.units.length > 0 && (
              <section className="panel" aria-label={t.rates.byUnit}>
                <h2>{t.rates.byUnit}</h2>
                <ByUnit data={data} open={(unit, rate) => change({ open: rate, by: unit })} />
              </section>
            )}
            <section className="panel" aria-label={t.rates.funnel}>
              <h2>{t.rates.funnel}</h2>
              <p className="soft">{t.rates.funnelHint}</p>
              <Funnel data={data} />
            </section>
          </>
        )}
      </Shown>
      {search['open'] !== undefined && (
        <CohortDrawer
          asked={{ ...asked, ...(search['by'] ? { unit: search['by'] } : {}) }}
          rate={search['open']}
          basis={rates.data?.basis ?? 'contract'}
          close={() => change({ open: undefined, by: undefined }, { replace: true })}
        />
      )}
    </Page>
  );
}

/** The cohort in one line: who, counted when, weighed by what. */
function named(t: ReturnType<typeof useT>, data: RatesView): string {
  const who = data.event_name ? t.rates.atEvent(data.event_name) : t.rates.inWindow(data.from, data.to);
  return [who, t.rates.asOf(data.as_of), t.rates.weighed(word(t, 'rateBasis', data.basis))].join(' · ');
}

function Asked({ shown }: { shown: RatesView | undefined }) {
  const t = useT();
  const events = useReadsEvents();
  const [search, change] = useSearchState();
  const day = (key: 'from' | 'to' | 'as_of', label: string) => (
    <label key={key}>
      {label}
      <DatePicker
        aria-label={label}
        allowClear={search[key] !== undefined}
        value={dayjs(search[key] ?? shown?.[key])}
        onChange={(date) => change({ [key]: date?.format('YYYY-MM-DD') })}
      />
    </label>
  );
  return (
    <section className="panel rates-asked" aria-label={t.rates.cohort}>
      {shown && (
        <>
          {day('from', t.rates.from)}
          {day('to', t.rates.to)}
          {day('as_of', t.rates.asOfLabel)}
        </>
      )}
      {events && (
        <label>
          {t.rates.event}
          <EventPick aria-label={t.rates.event} placeholder={t.common.all} value={search['event'] ?? null} onChange={(event) => change({ event: event ?? undefined })} />
        </label>
      )}
      <label>
        {t.rates.unit}
        <UnitPick aria-label={t.rates.unit} allowClear value={search['unit'] ?? null} onChange={(unit) => change({ unit })} placeholder={t.common.all} />
      </label>
      <label>
        {t.rates.track}
        <Select aria-label={t.rates.track} allowClear value={search['track'] ?? null} onChange={(track: string | null) => change({ track: track ?? undefined })} options={options(t, 'track')} placeholder={t.common.all} />
      </label>
      <label>
        {t.rates.basis}
        <Select aria-label={t.rates.basis} value={search['basis'] ?? 'contract'} onChange={(basis: string) => change({ basis: basis === 'contract' ? undefined : basis })} options={options(t, 'rateBasis')} />
      </label>
    </section>
  );
}

function Five({ cohort, open }: { cohort: CohortView; open: (rate: string) => void }) {
  const t = useT();
  return (
    <>
      <PlainTable
        label={t.rates.five}
        rows={cohort.rates}
        rowKey={(row) => row.rate}
        columns={[
          { title: t.rates.rate, cell: (row) => <strong>{word(t, 'rate', row.rate)}</strong> },
          { title: t.rates.means, cell: (row) => <span className="soft">{t.rates.meaning[row.rate]}</span> },
          {
            title: t.rates.projects,
            right: true,
            cell: (row) => (
              <button type="button" className="link" aria-label={`${word(t, 'rate', row.rate)} ${row.projects} / ${cohort.projects}`} onClick={() => open(row.rate)}>
                {row.projects} / {cohort.projects}
              </button>
            ),
          },
          { title: t.rates.byNumber, right: true, cell: (row) => <strong>{row.by_number}</strong> },
          { title: t.rates.amounts, right: true, cell: (row) => `${money(row.fen)} / ${money(cohort.fen)}` },
          { title: t.rates.byAmount, right: true, cell: (row) => <strong>{row.by_amount}</strong> },
        ]}
      />
      <p className="soft rates-notes">
        {t.rates.terminated(cohort.terminated)}
        {cohort.without_amount > 0 && ` ${t.rates.withoutAmount(cohort.without_amount)}`}
      </p>
    </>
  );
}

function ByUnit({ data, open }: { data: RatesView; open: (unit: string, rate: string) => void }) {
  const t = useT();
  const rates = data.cohort.rates.map((one) => one.rate);
  return (
    <PlainTable
      label={t.rates.byUnit}
      rows={data.units}
      rowKey={(row) => row.unit.id}
      columns={[
        { title: t.rates.unit, cell: (row) => row.unit.name },
        { title: t.rates.signedProjects, right: true, cell: (row) => row.cohort.projects },
        ...rates.map((rate, at) => ({
          title: word(t, 'rate', rate),
          right: true,
          cell: (row: RatesView['units'][number]) => {
            const one = row.cohort.rates[at]!;
            const shown = rate === 'funds' ? one.by_amount : one.by_number;
            return (
              <button type="button" className="link" aria-label={`${row.unit.name} ${word(t, 'rate', rate)} ${shown}`} onClick={() => open(row.unit.id, rate)}>
                {shown}
              </button>
            );
          },
        })),
      ]}
    />
  );
}

function Funnel({ data }: { data: RatesView }) {
  const t = useT();
  const most = Math.max(1, ...data.funnel.map((one) => one.projects));
  return (
    <ol className="funnel">
      {data.funnel.map((one) => (
        <li key={one.stage}>
          <span>{word(t, 'stage', one.stage)}</span>
          <span className="funnel-bar" aria-hidden>
            <span style={{ width: `${(one.projects * 100) / most}%` }} />
          </span>
          <span className="num right">{t.rates.funnelProjects(one.projects)}</span>
          <span className="num right soft">{t.rates.funnelConversion(one.conversion)}</span>
          <span className="num right soft">{t.rates.funnelHere(one.here)}</span>
        </li>
      ))}
    </ol>
  );
}
