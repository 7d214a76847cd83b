import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { proven, type Agrees } from '@/api/contract';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { ProjectRef, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Suggestions } from '@/ui/chains/Suggestions';
import { Factors, type Factor } from '@/ui/Factors';
import { Empty, Shown } from '@/ui/States';
import { StateTag } from '@/ui/words';
import { mu } from './Intents';
import type { Intent } from './types';

interface Match {
  project: ProjectRef;
  industry: { code: string; name: string } | null;
  stage: string;
  lead_unit: UnitRef;
  total_fen: number | null;
  land_m2: number | null;
  points: number;
  factors: Factor[];
}

interface Found {
  intent: Intent;
  rate: string | null;
  items: Match[];
  compared: number;
}

proven<Agrees<Found, 'IntentMatches'>>();

/** Projects that fit an intent, each with its points and what speaks for and against it. */
export function Matches({ id, intent, close }: { id: string; intent: Intent; close: () => void }) {
  const t = useT();
  const can = useCan();
  const found = useQuery({
    queryKey: ['investors', id, 'matches', intent.id, intent.version],
    queryFn: ({ signal }) => api.get<Found>(`/api/v1/organisations/${id}/intents/${intent.id}/matches`, undefined, signal),
  });
  return (
    <Drawer open title={t.profile.matchesOf(intent.content)} size="large" onClose={close} closable={{ 'aria-label': t.common.close }} destroyOnHidden>
      <p className="soft">{t.profile.matchesHint}</p>
      <Shown of={found} rows={8}>
        {({ items, rate, compared }) =>
          items.length === 0 ? (
            <Empty title={t.profile.noMatches} hint={t.profile.noMatchesHint} />
          ) : (
            <>
              <p className="soft">
                {t.profile.compared(compared)}
                {rate !== null && ` ${t.profile.rate(rate)}`}
              </p>
              {items.map((one) => (
                <One key={one.project.id} match={one} />
              ))}
            </>
          )
        }
      </Shown>
      {can('chain.read') && <Suggestions organisation={id} intent={intent.id} version={intent.version} />}
    </Drawer>
  );
}

function One({ match }: { match: Match }) {
  const t = useT();
  const facts = [
    match.industry && `${match.industry.code} ${t.industry.name(match.industry.code, match.industry.name)}`,
    match.total_fen !== null && `${money(match.total_fen)} ${t.common.unitName.wan}`,
    match.land_m2 !== null && t.profile.muOf(mu(match.land_m2)),
    match.lead_unit.short_name || match.lead_unit.name,
  ];
  return (
    <article className="intent">
      <header>
        <p>
          <AppLink to={paths.project(match.project.id)}>{match.project.name}</AppLink>
        </p>
        <StateTag dimension="stage" code={match.stage} />
        <strong className="num">{t.profile.points(match.points)}</strong>
      </header>
      <p className="soft">{facts.filter(Boolean).join(' · ')}</p>
      <Factors factors={match.factors} />
    </article>
  );
}
