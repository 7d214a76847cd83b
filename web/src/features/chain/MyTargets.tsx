import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Outcome } from '@/ui/chains/Strength';
import type { Target } from '@/ui/chains/types';
import { Shown } from '@/ui/States';
import { StepDialog } from './TargetDialogs';

/** What a unit is to win, those that are due first; the office has none of its own. */
export function MyTargets() {
  const t = useT();
  const { can } = useSession();
  const ofUnit = can.some((grant) => grant.class === 'interaction' && grant.act === 'write' && grant.scope === 'unit');
  const [telling, setTelling] = useState<Target | null>(null);
  const mine = useQuery({
    queryKey: ['chains', 'targets', 'mine'],
    queryFn: ({ signal }) => api.get<PageOf<Target>>('/api/v1/chain-targets', { mine: 'true', outcome: ['to_contact', 'contacted', 'visiting'], limit: 20 }, signal),
    enabled: ofUnit,
  });
  if (!ofUnit) return null;
  return (
    <section className="panel" aria-label={t.chain.ours}>
      <h2>{t.chain.ours}</h2>
      <Shown of={mine} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t.chain.targetNone}</p>
          ) : (
            <ul className="rows">
              {items.map((target) => (
                <li key={target.id}>
                  <span className="num soft nowrap">{t.chain.by(target.due_on)}</span>
                  <div className="grow">
                    {target.organisation ? <AppLink to={paths.investor(target.organisation.id)}>{target.organisation.name}</AppLink> : t.chain.nameless}
                    <div className="soft">
                      <AppLink to={paths.chain(target.chain_id)} search={{ link: target.link_id }}>
                        {target.chain} · {target.link}
                      </AppLink>
                      {target.said && ` · ${target.said}`}
                    </div>
                  </div>
                  <Outcome of={target.outcome} overdue={target.overdue} />
                  <button type="button" className="link" onClick={() => setTelling(target)} aria-label={`${t.chain.tell} ${target.organisation?.name ?? ''}`}>
                    {t.chain.tell}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {telling && <StepDialog target={telling} close={() => setTelling(null)} />}
    </section>
  );
}
