import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '../ActionButton';
import { AppLink } from '../AppLink';
import { Empty, Shown } from '../States';
import { OverrideItem } from './Decide';
import { Light } from './Light';
import type { LightHistory, LightView } from './types';

const ProposeDialog = lazy(() => import('./ProposeDialog'));

/** The lights of a project, and line by line why. */
export function LightSection({ project }: { project: string }) {
  const t = useT();
  const [proposing, setProposing] = useState(false);
  const [month, setMonth] = useState<string | null>(null);
  const history = useQuery({
    queryKey: ['lights', 'of', project],
    queryFn: ({ signal }) => api.get<LightHistory>(`/api/v1/projects/${project}/lights`, undefined, signal),
  });
  return (
    <section className="panel" aria-label={t.light.ofProject}>
      <div className="panel-head">
        <h2>{t.light.ofProject}</h2>
        {history.data && (
          <ActionButton size="small" action={history.data.propose} onClick={() => setProposing(true)}>
            {t.light.propose}
          </ActionButton>
        )}
      </div>
      <Shown of={history} rows={3}>
        {(data) => {
          const shown = data.lights.find((one) => one.month === month) ?? data.lights[0];
          if (!shown) return <Empty title={t.light.none} hint="" />;
          return (
            <>
              <div className="light-strip" role="group" aria-label={t.light.months}>
                {[...data.lights].reverse().map((one) => (
                  <button key={one.month} type="button" aria-pressed={one === shown} onClick={() => setMonth(one.month)}>
                    <Light colour={one.colour} overridden={one.overridden} />
                    <span className="num">{one.month.slice(2)}</span>
                  </button>
                ))}
              </div>
              <Why light={shown} />
            </>
          );
        }}
      </Shown>
      {history.data && history.data.overrides.length > 0 && (
        <>
          <h3>{t.light.overrides}</h3>
          <ul className="rows">
            {history.data.overrides.map((one) => (
              <OverrideItem key={one.id} one={one} />
            ))}
          </ul>
        </>
      )}
      {proposing && history.data && (
        <Suspense>
          <ProposeDialog history={history.data} close={() => setProposing(false)} />
        </Suspense>
      )}
    </section>
  );
}

/** The rules that are met first, then what the others found. */
function Why({ light }: { light: LightView }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const met = light.lines.filter((line) => line.met);
  const shown = all ? light.lines : met;
  return (
    <>
      <p>
        <span className="num">{light.month}</span> <Light colour={light.colour} label={light.name} overridden={light.overridden} /> {light.meaning}
        {light.overridden && <span className="soft"> {t.light.byRules(light.computed_name)}</span>}
      </p>
      {shown.length === 0 && <p className="soft">{t.light.nothingMet}</p>}
      <ul className="rows" aria-label={t.light.why}>
        {shown.map((line) => (
          <li key={`${line.rule}${line.colour}`} className={line.met ? '' : 'light-quiet'}>
            <div className="grow">
              {line.value_text}
              <div className="soft">{t.light.ruleLine(line.rule, line.basis)}</div>
            </div>
            {line.met ? <Light colour={line.colour} /> : <span className="soft">{t.light.notMet}</span>}
          </li>
        ))}
      </ul>
      <p className="soft">
        {light.lines.length > met.length && (
          <button type="button" className="link" onClick={() => setAll(!all)}>
            {all ? t.light.onlyMet : t.light.allLines(light.lines.length)}
          </button>
        )}{' '}
        {t.light.source(light.as_of, light.table_version)}
      </p>
      <div>
        <AppLink to={paths.lightRules}>{t.light.rules}</AppLink>
      </div>
    </>
  );
}
