import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Shown } from '../States';
import { ClaimTag } from './ClaimTag';
import type { ClaimRow } from './types';

/** Who reported an investor first, or that of a project. */
export function ClaimSection({ of, span }: { of: { organisation: string } | { project: string }; span?: string }) {
  const t = useT();
  const claims = useQuery({
    queryKey: ['claims', 'of', of],
    queryFn: ({ signal }) => api.get<PageOf<ClaimRow>>('/api/v1/claims', { ...of, limit: 20 }, signal),
  });
  return (
    <section className={`panel ${span ?? ''}`} aria-label={t.claim.title}>
      <h2>{t.claim.title}</h2>
      <Shown of={claims} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t.claim.noneHere}</p>
          ) : (
            <ul className="rows">
              {items.map((one) => (
                <li key={one.id}>
                  <div className="grow">
                    <AppLink to={paths.claim(one.id)}>{one.unit.short_name || one.unit.name}</AppLink>
                    <div className="soft num">
                      {one.code} · {instant(one.reported_at)}
                    </div>
                  </div>
                  <ClaimTag claim={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
