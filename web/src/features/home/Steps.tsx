import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import type { Search } from '@/lib/search';
import { AppLink } from '@/ui/AppLink';
import { NextDue, Standing } from '@/ui/interactions/Standing';
import type { InteractionRow } from '@/ui/interactions/types';

/** What came of visits and calls for me: next steps that are mine, and visits that wait for their record. */
export function Steps() {
  const t = useT();
  const can = useCan();
  if (!can('interaction.write')) return null;
  return (
    <>
      <Box title={t.interaction.home.next} query={{ next: 'open', mine: 'true', sort: 'next_due_on' }} />
      <Box title={t.interaction.home.untold} query={{ standing: 'untold' }} />
    </>
  );
}

function Box({ title, query }: { title: string; query: Search }) {
  const t = useT();
  const rows = useQuery({
    queryKey: ['interactions', 'home', query],
    queryFn: ({ signal }) => api.get<PageOf<InteractionRow>>('/api/v1/interactions', { ...query, limit: 6 }, signal),
  });
  // An empty box would only push the others down the page.
  if (!rows.data || rows.data.items.length === 0) return null;
  const next = query['next'] !== undefined;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{rows.data.total}</span>
        </h2>
        <AppLink to={paths.interactions} search={query}>
          {t.interaction.all}
        </AppLink>
      </div>
      <ul className="rows">
        {rows.data.items.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <AppLink to={paths.interaction(one.id)}>{next ? one.next_step : one.subject}</AppLink>
              <div className="soft">
                {one.organisation.name} · <span className="num nowrap">{one.held_on}</span>
              </div>
            </div>
            {next ? <NextDue row={one} /> : <Standing standing={one.standing} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
