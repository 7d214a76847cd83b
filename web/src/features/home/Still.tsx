import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Stillness } from '@/ui/keeping/Grade';
import type { StillRows } from '@/ui/keeping/types';

/** What stands still: to the office what is proposed to leave, to a unit its own, with the day on which it would. */
export function Still() {
  const t = useT();
  const can = useCan();
  const session = useSession();
  const office = session.can.some((one) => one.class === 'project' && one.act === 'write' && one.scope === 'district');
  const asked: Record<string, string | number> = office ? { stillness: 'proposed', limit: 6 } : { own: 'true', limit: 6 };
  const still = useQuery({
    queryKey: ['keeping', 'home', asked],
    queryFn: ({ signal }) => api.get<StillRows>('/api/v1/keeping', asked, signal),
    enabled: can('project.write'),
  });
  if (!still.data || still.data.items.length === 0) return null;
  const title = office ? t.keeping.homeOffice : t.keeping.home;
  const counted = still.data.counts.filter((one) => !office || one.stillness === 'proposed').reduce((sum, one) => sum + one.projects, 0);
  const search: Record<string, string> = office ? { stillness: 'proposed' } : { own: 'true' };
  return (
    <section className="panel span-6" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{counted}</span>
        </h2>
        <AppLink to={paths.keeping} search={search}>
          {t.keeping.homeAll}
        </AppLink>
      </div>
      <ul className="rows">
        {still.data.items.map((one) => (
          <li key={one.project.id}>
            <div className="grow">
              <AppLink to={paths.project(one.project.id)}>{one.project.name}</AppLink>
              <div className="soft">
                {one.lead_unit.short_name || one.lead_unit.name} · {t.keeping.idle(one.days_idle, one.idle_since_on)}
                {one.extended_until ? ` · ${t.keeping.extendedUntil(one.extended_until)}` : one.stillness !== 'proposed' && ` · ${t.keeping.willLeave(one.leaves_on)}`}
              </div>
            </div>
            <Stillness state={one.stillness} />
          </li>
        ))}
      </ul>
    </section>
  );
}
