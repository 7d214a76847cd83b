import './dashboard.css';
import '@/ui/stacked.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { api } from '@/api/http';
import { useAsOf, useSession } from '@/api/session';
import { useT } from '@/i18n';
import type { Search } from '@/lib/search';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { FigureLink, TraceDrawer } from '@/ui/trace';
import { useSearchState } from '@/ui/useSearch';
import { Months } from './Months';
import { Funnel, Parts, Tracks, Units } from './Tables';
import type { Card, Dashboard } from './types';

/** The year in figures; each opens what it was made of. */
export default function DashboardPage() {
  const t = useT();
  const { server } = useSession();
  const [search, change] = useSearchState();
  const year = Number(search['year']) || server.year;
  const usual = useAsOf(year);
  const asOf = search['as_of'] ?? usual;
  const board = useQuery({
    queryKey: ['dashboard', year, asOf ?? ''],
    queryFn: ({ signal }) => api.get<Dashboard>('/api/v1/dashboard', { year, as_of: asOf }, signal),
    placeholderData: keepPreviousData,
  });
  const context: Search = board.data ? { from: board.data.from, to: board.data.to, as_of: board.data.as_of } : { year: String(year) };
  return (
    <Page
      title={t.nav.dashboard}
      heading={t.dashboard.heading(year)}
      sub={board.data && t.dashboard.asOf(board.data.as_of)}
      actions={
        <>
          <DatePicker
            picker="year"
            aria-label={t.dashboard.year}
            allowClear={false}
            value={dayjs(`${year}-01-01`)}
            onChange={(date) => change({ year: date ? String(date.year()) : undefined, as_of: undefined })}
          />
          <DatePicker
            aria-label={t.dashboard.asOfLabel}
            placeholder={t.dashboard.asOfLabel}
            value={asOf ? dayjs(asOf) : null}
            minDate={dayjs(`${year}-01-01`)}
            maxDate={dayjs(`${year}-12-31`)}
            onChange={(date) => change({ as_of: date?.format('YYYY-MM-DD') })}
          />
        </>
      }
    >
      <Shown of={board}>
        {(data) => (
          <div className="dash" aria-busy={board.isPlaceholderData}>
            <Mismatches list={data.mismatches} />
            <Cards cards={data.cards} label={data.label} />
            {data.pace && <Pace pace={data.pace} />}
            <div className="grid">
              <section className="panel span-12" aria-label={t.dashboard.units}>
                <h2>{t.dashboard.units}</h2>
                <Units units={data.units} elapsed={data.pace?.elapsed_text} />
              </section>
              <section className="panel span-6" aria-label={t.dashboard.months}>
                <h2>{t.dashboard.months}</h2>
                <Months months={data.months} />
              </section>
              <section className="panel span-6" aria-label={t.dashboard.funnel}>
                <h2>{t.dashboard.funnel}</h2>
                <Funnel funnel={data.funnel} />
              </section>
              <section className="panel span-6" aria-label={t.dashboard.structure}>
                <h2>{t.dashboard.structure}</h2>
                <Parts parts={data.structure} head={t.dashboard.structureHead} />
              </section>
              <section className="panel span-6" aria-label={t.dashboard.tracks}>
                <h2>{t.dashboard.tracks}</h2>
                <Tracks tracks={data.tracks} />
              </section>
              <section className="panel span-12" aria-label={t.dashboard.industries}>
                <h2>{t.dashboard.industries}</h2>
                <Parts parts={data.industries.map((one) => ({ ...one, name: t.industry.name(one.code, one.name) }))} head={t.dashboard.industryHead} />
              </section>
            </div>
          </div>
        )}
      </Shown>
      <TraceDrawer context={context} />
    </Page>
  );
}

/** Figures that do not add up are shown with the warning that they do not. */
function Mismatches({ list }: { list: string[] }) {
  const t = useT();
  if (list.length === 0) return null;
  return <Alert type="error" showIcon title={t.dashboard.mismatches} description={list.map((one) => <div key={one}>{one}</div>)} />;
}

function Cards({ cards, label }: { cards: Card[]; label: string }) {
  const t = useT();
  return (
    <section aria-label={t.dashboard.figures}>
      <ul className="figures">
        {cards.map((card) => (
          <li key={card.key + JSON.stringify(card.params ?? '')}>
            <FigureLink of={card}>
              <span className="figure-name">{card.name}</span>
              <span className="figure-value num">
                {card.value_text}
                {!card.value_text.endsWith(card.unit) && <small>{t.trace.units[card.unit] ?? card.unit}</small>}
              </span>
              {card.note && <span className="figure-note">{card.note}</span>}
            </FigureLink>
          </li>
        ))}
      </ul>
      <p className="soft figure-label">
        {label} · {t.dashboard.opens} · {t.dashboard.codeNamed}
      </p>
    </section>
  );
}

function Pace({ pace }: { pace: NonNullable<Dashboard['pace']> }) {
  const t = useT();
  return (
    <section className="panel pace" aria-label={t.dashboard.pace}>
      <h2>{t.dashboard.pace}</h2>
      <p className="pace-sentence">{pace.sentence}</p>
    </section>
  );
}
