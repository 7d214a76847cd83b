import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Factors } from '../Factors';
import { Shown } from '../States';
import { Strength } from './Strength';
import type { SuggestedLinks } from './types';

/** Links of chains that are weak or missing and fit an intent. */
export function Suggestions({ organisation, intent, version }: { organisation: string; intent: string; version: number }) {
  const t = useT();
  const found = useQuery({
    queryKey: ['chains', 'links-for', organisation, intent, version],
    queryFn: ({ signal }) => api.get<SuggestedLinks>(`/api/v1/organisations/${organisation}/intents/${intent}/links`, undefined, signal),
  });
  return (
    <section aria-label={t.chain.suggestTitle}>
      <h3 style={{ margin: '20px 0 4px', fontSize: 15 }}>{t.chain.suggestTitle}</h3>
      <Shown of={found} rows={3}>
        {({ items, compared }) => (
          <>
            <p className="soft">{items.length === 0 ? t.chain.suggestNone : t.chain.suggestHint(compared)}</p>
            {items.map((one) => (
              <article key={one.link_id} className="intent">
                <header>
                  <p>
                    <AppLink to={paths.chain(one.chain_id)} search={{ link: one.link_id }}>
                      {one.chain} · {one.link}
                    </AppLink>
                  </p>
                  <Strength of={one.strength} />
                  <strong className="num">{t.profile.points(one.points)}</strong>
                </header>
                <Factors factors={one.factors} />
              </article>
            ))}
          </>
        )}
      </Shown>
    </section>
  );
}
