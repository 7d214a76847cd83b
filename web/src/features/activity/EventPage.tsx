import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf, ProjectRef, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { StateTag, word } from '@/ui/words';
import type { EventView } from './types';

const EventForm = lazy(() => import('./EventForm'));

interface Credited extends ProjectRef {
  stage: string;
  agreement: string;
  contract_signed_on: string | null;
  lead_unit: UnitRef;
  total_fen: number | null;
}

/** One event, and the projects and signings that came of it. */
export default function EventPage() {
  const t = useT();
  const can = useCan();
  const { id = '' } = useParams({ strict: false });
  const [search, change] = useSearchState();
  const event = useQuery({
    queryKey: ['events', id],
    queryFn: ({ signal }) => api.get<EventView>(`/api/v1/events/${id}`, undefined, signal),
  });
  const leave = () => change({ edit: undefined }, { replace: true });
  return (
    <Page
      title={event.data?.name ?? t.activity.one}
      crumbs={[{ label: t.activity.title, to: paths.events }]}
      sub={event.data && <span className="tag">{word(t, 'eventKind', event.data.kind)}</span>}
      actions={
        event.data &&
        can('report.write') && (
          <Button icon={<EditOutlined />} onClick={() => change({ edit: '1' })}>
            {t.common.edit}
          </Button>
        )
      }
    >
      <Shown of={event} rows={8}>
        {(one) => (
          <div className="stack">
            <Facts event={one} />
            {can('project.read') && <CameOf event={one} />}
          </div>
        )}
      </Shown>
      {event.data && search['edit'] !== undefined && can('report.write') && (
        <Suspense>
          <EventForm event={event.data} close={leave} done={leave} />
        </Suspense>
      )}
    </Page>
  );
}

function Facts({ event }: { event: EventView }) {
  const t = useT();
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.activity.heldOn, <span key="on" className="num">{event.held_on}</span>],
    [t.activity.heldOnText, event.held_on_text],
    [t.activity.place, event.place],
    [event.kind === 'training' ? t.activity.attended : t.activity.guests, event.guests === null ? '' : <span key="n" className="num">{event.guests}</span>],
    [t.activity.units, event.units.map((unit) => unit.name).join(t.activity.and), true],
    [t.activity.outcome, event.outcome, true],
  ];
  return (
    <section className="panel" aria-label={t.activity.basics}>
      <h2>{t.activity.basics}</h2>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== '' && value !== null)
          .map(([label, value, wide]) => (
            <div key={label} className={wide ? 'wide' : ''}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function CameOf({ event }: { event: EventView }) {
  const t = useT();
  const projects = useQuery({
    queryKey: ['projects', 'of-event', event.id],
    queryFn: ({ signal }) => api.get<PageOf<Credited>>('/api/v1/projects', { event: event.id, sort: '-total_fen', limit: 200 }, signal),
  });
  return (
    <section className="panel" aria-label={t.activity.cameOf}>
      <h2>{t.activity.cameOf}</h2>
      <Shown of={projects} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.activity.nothingCame} hint={t.activity.nothingCameHint} />
          ) : (
            <>
              <p className="soft">{t.activity.sums(items.length, items.filter((one) => one.agreement === 'contract').length, money(items.reduce((sum, one) => sum + (one.total_fen ?? 0), 0), 'yi'))}</p>
              <PlainTable
                label={t.activity.cameOf}
                rows={items}
                rowKey={(one) => one.id}
                columns={[
                  { title: t.project.code, cell: (one) => <span className="num nowrap">{one.code}</span> },
                  { title: t.project.name, head: true, cell: (one) => <AppLink to={paths.project(one.id)}>{one.name}</AppLink> },
                  { title: t.project.leadUnit, cell: (one) => one.lead_unit.name },
                  { title: t.project.agreement, cell: (one) => `${word(t, 'agreement', one.agreement)} ${one.contract_signed_on ?? ''}` },
                  { title: t.project.stage, cell: (one) => <StateTag dimension="stage" code={one.stage} /> },
                  { title: t.common.withUnit(word(t, 'measure', 'total'), t.common.unitName.wan), right: true, cell: (one) => (one.total_fen === null ? '' : money(one.total_fen)) },
                ]}
              />
            </>
          )
        }
      </Shown>
    </section>
  );
}
