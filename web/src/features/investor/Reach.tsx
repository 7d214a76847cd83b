import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import type { Reached, ReachStep } from '@/ui/network/types';
import { Shown } from '@/ui/States';
import { word } from '@/ui/words';
import './reach.css';

const OPEN: Record<string, ((id: string) => string) | undefined> = {
  contact: paths.contact,
  organisation: paths.investor,
  association: paths.association,
  introducer: paths.introducer,
  project: paths.project,
};

/** By whom an investor can be reached, every step with the record that it stands on. */
export function Reach({ id }: { id: string }) {
  const t = useT();
  const found = useQuery({
    queryKey: ['investors', id, 'reach'],
    queryFn: ({ signal }) => api.get<Reached>(`/api/v1/organisations/${id}/reach`, undefined, signal),
  });
  return (
    <section className="panel span-12" aria-label={t.network.reach}>
      <div className="panel-head">
        <h2>{t.network.reach}</h2>
      </div>
      <Shown of={found} rows={3}>
        {(data) =>
          data.paths.length === 0 ? (
            <p className="soft">{t.network.reachNone}</p>
          ) : (
            <>
              <p className="soft">{t.network.reachHint}</p>
              <ol className="reach">
                {data.paths.map((path, at) => (
                  <li key={at}>
                    <span className="tag accent nowrap">{word(t, 'reachWay', path.way)}</span>
                    <ol>
                      {path.steps[0]?.node !== 'unit' && <li className="soft">{t.network.noDoor}</li>}
                      {path.steps.map((step, no) => (
                        <Step key={no} step={step} here={step.id === id} />
                      ))}
                    </ol>
                  </li>
                ))}
              </ol>
              {data.more && <p className="soft">{t.network.reachMore}</p>}
            </>
          )
        }
      </Shown>
    </section>
  );
}

function Step({ step, here }: { step: ReachStep; here: boolean }) {
  const t = useT();
  const to = step.readable && !here ? OPEN[step.node]?.(step.id) : undefined;
  const link = [t.network.link[step.link], step.position && word(t, 'memberRole', step.position)].filter(Boolean).join(' · ');
  const why = [step.from_on && t.profile.days(step.from_on, null), step.source].filter(Boolean).join(' · ');
  return (
    <li>
      {link && (
        <span className="by soft" {...(why ? { title: why } : {})}>
          {link} <span aria-hidden>→</span>
        </span>
      )}
      <span>
        {to ? <AppLink to={to}>{step.name}</AppLink> : <span className={here ? 'here' : ''}>{step.name}</span>}
        {step.note && <small className="soft"> {step.note}</small>}
        {why && <small className="soft why">{why}</small>}
      </span>
    </li>
  );
}
