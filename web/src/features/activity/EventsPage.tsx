import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { lazy, Suspense } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { word } from '@/ui/words';
import type { EventView } from './types';

const EventForm = lazy(() => import('./EventForm'));

/** Fairs, symposia, forums, signings, trainings: when, where, who came, what came of it. */
export default function EventsPage() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const events = useQuery({
    queryKey: ['events', 'list'],
    queryFn: ({ signal }) => api.get<ListOf<EventView>>('/api/v1/events', undefined, signal),
  });
  const all = events.data?.items ?? [];
  const years = [...new Set(all.map((one) => one.held_on.slice(0, 4)))];
  return (
    <Page
      title={t.activity.title}
      sub={t.activity.sub}
      actions={
        can('report.write') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ new: '1' })}>
            {t.activity.add}
          </Button>
        )
      }
    >
      <section className="panel" aria-label={t.activity.title}>
        <Shown of={events} rows={8}>
          {({ items }) => {
            const shown = items.filter((one) => !search['year'] || one.held_on.startsWith(search['year']));
            if (items.length === 0) return <Empty title={t.activity.emptyTitle} hint={t.activity.emptyHint} />;
            return (
              <>
                {years.length > 1 && (
                  <Select
                    aria-label={t.activity.year}
                    style={{ width: 140, marginBottom: 12 }}
                    value={search['year'] ?? ''}
                    onChange={(year: string) => change({ year: year || undefined })}
                    options={[{ value: '', label: t.common.all }, ...years.map((year) => ({ value: year, label: year }))]}
                  />
                )}
                <PlainTable
                  label={t.activity.title}
                  rows={shown}
                  rowKey={(one) => one.id}
                  columns={[
                    { title: t.activity.heldOn, cell: (one) => <span className="num nowrap">{one.held_on}</span> },
                    { title: t.activity.name, head: true, cell: (one) => <AppLink to={paths.event(one.id)}>{one.name}</AppLink> },
                    { title: t.activity.kind, cell: (one) => <span className="tag">{word(t, 'eventKind', one.kind)}</span> },
                    { title: t.activity.place, cell: (one) => <span className="nowrap">{one.place}</span> },
                    { title: t.activity.guests, right: true, cell: (one) => one.guests ?? '' },
                    { title: t.activity.outcome, cell: (one) => one.outcome },
                  ]}
                />
              </>
            );
          }}
        </Shown>
      </section>
      {search['new'] !== undefined && can('report.write') && (
        <Suspense>
          <EventForm close={() => change({ new: undefined }, { replace: true })} done={(one) => void navigate({ to: paths.event(one.id), replace: true })} />
        </Suspense>
      )}
    </Page>
  );
}
