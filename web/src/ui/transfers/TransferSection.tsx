import './transfers.css';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { ProjectRef } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { ActionButton } from '../ActionButton';
import { AppLink } from '../AppLink';
import { Shown } from '../States';
import { StateTag, word } from '../words';
import { short, type CreditSet, type ProjectTransfers } from './types';

const OfferDialog = lazy(() => import('./OfferDialog'));

/** The way of a project from unit to unit, and how its credit is shared. */
export function TransferSection({ project }: { project: ProjectRef }) {
  const t = useT();
  const can = useCan();
  const [offering, setOffering] = useState(false);
  const way = useQuery({
    queryKey: ['transfers', 'of', project.id],
    queryFn: ({ signal }) => api.get<ProjectTransfers>(`/api/v1/projects/${project.id}/transfers`, undefined, signal),
  });
  return (
    <section className="panel" aria-label={t.transfer.ofProject}>
      <div className="panel-head">
        <h2>{t.transfer.ofProject}</h2>
        {can('project.write') && way.data && (
          <ActionButton size="small" action={way.data.offer} onClick={() => setOffering(true)}>
            {t.transfer.offer}
          </ActionButton>
        )}
      </div>
      <Shown of={way} rows={2}>
        {({ items, credit }) =>
          items.length === 0 ? (
            <p className="soft">{t.transfer.none}</p>
          ) : (
            <>
              <ul className="rows">
                {items.map((one) => (
                  <li key={one.id}>
                    <div className="grow">
                      <AppLink to={paths.transfer(one.id)}>
                        {short(one.from_unit)} → {short(one.to_unit)}
                      </AppLink>
                      <div className="soft num">
                        {one.code} · {one.decided_on ?? one.answered_on ?? one.offered_on}
                      </div>
                    </div>
                    <StateTag dimension="transferState" code={one.state} />
                  </li>
                ))}
              </ul>
              {credit.length > 0 && <Credit sets={credit} />}
            </>
          )
        }
      </Shown>
      {offering && (
        <Suspense>
          <OfferDialog project={project} close={() => setOffering(false)} />
        </Suspense>
      )}
    </section>
  );
}

function Credit({ sets }: { sets: CreditSet[] }) {
  const t = useT();
  const others = sets.filter((set) => !set.in_force);
  return (
    <>
      <h3 className="credit-head">{t.transfer.credit}</h3>
      <dl className="facts credit">
        {sets
          .filter((set) => set.in_force)
          .map((set) => (
            <div key={set.measure} className="wide">
              <dt>{word(t, 'creditMeasure', set.measure)}</dt>
              <dd>{parts(set)}</dd>
            </div>
          ))}
      </dl>
      {others.length > 0 && (
        <details className="credit-more" open={others.some((set) => set.from_on !== null)}>
          <summary>{t.transfer.earlier}</summary>
          <dl className="facts credit">
            {others.map((set) => (
              <div key={`${set.measure}${set.from_on}`} className="wide">
                <dt>
                  {word(t, 'creditMeasure', set.measure)} · {since(t, set)}
                </dt>
                <dd>{parts(set)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

const since = (t: Dict, set: CreditSet) => (set.from_on === null ? t.transfer.beginning : t.transfer.later(set.from_on));

const parts = (set: CreditSet) =>
  set.parts
    .filter((part) => part.share_bp > 0)
    .map((part) => `${short(part.unit)} ${percentText(part.share_bp)}%`)
    .join(' · ');
