import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import type { AdmissionRow } from '@/ui/admissions/types';
import { AppLink } from '@/ui/AppLink';
import { StateTag } from '@/ui/words';

/** Reviews that wait for me: for my unit's opinion, for the office, for a conclusion. */
export function Reviews() {
  const can = useCan();
  return (
    <>
      {can('admission.write') && <Waiting hand="opinion" />}
      {can('admission.write') && <Waiting hand="handle" />}
      {can('admission.recognise') && <Waiting hand="conclude" />}
    </>
  );
}

function Waiting({ hand }: { hand: 'opinion' | 'handle' | 'conclude' }) {
  const t = useT();
  const waiting = useQuery({
    queryKey: ['admissions', 'home', hand],
    queryFn: ({ signal }) => api.get<PageOf<AdmissionRow>>('/api/v1/admissions', { hand, limit: 6 }, signal),
  });
  const title = t.home.admissions[hand] ?? '';
  if (!waiting.data || waiting.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{waiting.data.total}</span>
        </h2>
        <AppLink to={paths.admissions} search={{ hand }}>
          {t.home.admissionsAll}
        </AppLink>
      </div>
      <ul className="rows">
        {waiting.data.items.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <AppLink to={paths.admission(one.id)}>{one.project.name}</AppLink>
              <div className="soft">
                {one.code} · {one.rule}
                {one.due_on && (
                  <>
                    {' '}
                    · {t.admission.due} <span className="num nowrap">{one.due_on}</span>
                  </>
                )}
              </div>
            </div>
            <StateTag dimension="admissionState" code={one.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
