import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf, ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Empty, Shown } from '../States';
import { StateTag } from '../words';
import type { ProblemRow } from './types';

const RaiseDialog = lazy(() => import('./RaiseDialog'));

/** The problems of a project: what is open, what is late, and the way to raise another. */
export function ProblemSection({ project }: { project: ProjectRef }) {
  const t = useT();
  const can = useCan();
  const [raising, setRaising] = useState(false);
  const problems = useQuery({
    queryKey: ['problems', 'of', project.id],
    queryFn: ({ signal }) => api.get<PageOf<ProblemRow>>('/api/v1/problems', { project: project.id, sort: '-due_on' }, signal),
  });
  return (
    <section className="panel" aria-label={t.problem.ofProject}>
      <div className="panel-head">
        <h2>{t.problem.ofProject}</h2>
        {can('problem.write') && (
          <Button size="small" onClick={() => setRaising(true)}>
            {t.problem.raise}
          </Button>
        )}
      </div>
      <Shown of={problems} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.problem.noneOfProject} hint="" />
          ) : (
            <ul className="rows">
              {items.map((one) => (
                <li key={one.id}>
                  <div className="grow">
                    <AppLink to={paths.problem(one.id)}>{one.title}</AppLink>
                    <div className="soft">
                      {one.owner_unit.short_name || one.owner_unit.name} · {t.problem.due} <span className="num nowrap">{one.due_on}</span>
                    </div>
                  </div>
                  <Standing problem={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {raising && (
        <Suspense>
          <RaiseDialog project={project} close={() => setRaising(false)} />
        </Suspense>
      )}
    </section>
  );
}

/** How a problem stands; lateness is a word, not only a colour. */
export function Standing({ problem }: { problem: ProblemRow }) {
  const t = useT();
  return (
    <span className="tags">
      <StateTag dimension="problemState" code={problem.state} />
      {problem.overdue && <span className="tag bad">{t.problem.late}</span>}
    </span>
  );
}
