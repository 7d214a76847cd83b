import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Shown } from '../States';
import { Pairs } from './Pairs';
import { Outcome, Strength } from './Strength';
import type { ChainList, ChainsOf } from './types';

/** Where an organisation stands in the chains: at work on a link, wanted for one, in talks at a session. */
export function ChainSection({ organisation, span }: { organisation: string; span: string }) {
  const t = useT();
  const found = useQuery({
    queryKey: ['chains', 'of', organisation],
    queryFn: ({ signal }) => api.get<ChainsOf>(`/api/v1/organisations/${organisation}/chains`, undefined, signal),
  });
  // Whoever a chain stands around is named by the chain, not by one of its links.
  const all = useQuery({ queryKey: ['chains', 'list'], queryFn: ({ signal }) => api.get<ChainList>('/api/v1/chains', undefined, signal) });
  const around = (all.data?.items ?? []).filter((chain) => chain.master?.id === organisation);
  return (
    <section className={`panel ${span}`} aria-label={t.chain.of}>
      <h2>{t.chain.of}</h2>
      <Shown of={found} rows={2}>
        {({ places, targets, pairs }) =>
          around.length + places.length + targets.length + pairs.length === 0 ? (
            <p className="soft">{t.chain.ofNone}</p>
          ) : (
            <>
              <ul className="rows" aria-label={t.chain.links}>
                {around.map((chain) => (
                  <li key={chain.id}>
                    <div className="grow">
                      <AppLink to={paths.chain(chain.id)}>{chain.name}</AppLink>
                    </div>
                    <span className="soft">{t.chain.master}</span>
                  </li>
                ))}
                {places.map((place) => (
                  <li key={place.link_id}>
                    <div className="grow">
                      <AppLink to={paths.chain(place.chain_id)} search={{ link: place.link_id }}>
                        {place.chain} · {place.link}
                      </AppLink>
                      {place.role && <div className="soft">{place.role}</div>}
                    </div>
                    <span className="soft">{t.chain.firm}</span>
                    <Strength of={place.strength} />
                  </li>
                ))}
                {targets.map((target) => (
                  <li key={target.id}>
                    <div className="grow">
                      <AppLink to={paths.chain(target.chain_id)} search={{ link: target.link_id }}>
                        {target.chain} · {target.link}
                      </AppLink>
                      <div className="soft">
                        {target.unit.short_name || target.unit.name} · <span className="num">{t.chain.by(target.due_on)}</span>
                      </div>
                    </div>
                    <span className="soft">{t.chain.target}</span>
                    <Outcome of={target.outcome} overdue={target.overdue} />
                  </li>
                ))}
              </ul>
              {pairs.length > 0 && (
                <>
                  <h3 style={{ margin: '14px 0 0', fontSize: 14 }}>{t.chain.sessions}</h3>
                  <Pairs
                    label={t.chain.pairs}
                    pairs={pairs}
                    where={(pair) => (
                      <>
                        <span className="num">{pair.held_on}</span> {pair.event} · <AppLink to={paths.chain(pair.chain_id)} search={{ link: pair.link_id }}>{pair.link}</AppLink>
                      </>
                    )}
                  />
                </>
              )}
            </>
          )
        }
      </Shown>
    </section>
  );
}
