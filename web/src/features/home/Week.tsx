import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf, ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Standing } from '@/ui/problems/ProblemSection';
import type { ProblemRow } from '@/ui/problems/types';
import { Empty, Shown } from '@/ui/States';
import { useOfficeIssues } from '@/ui/supervision/queries';
import { NoteItem } from '@/ui/supervision/SupervisionSection';
import type { SupervisionRow } from '@/ui/supervision/types';
import { short, type TransferRow } from '@/ui/transfers/types';
import { StateTag } from '@/ui/words';

/** What the week asks of me: projects to report, problems to answer or to confirm. */
export function Week() {
  const can = useCan();
  const issues = useOfficeIssues();
  return (
    <>
      {can('project.write') && <Reports />}
      {can('problem.write') && <Problems hand="answer" />}
      {can('problem.write') && <Problems hand="confirm" />}
      {can('supervision.write') && !issues && <Supervisions hand="answer" />}
      {issues && <Supervisions hand="confirm" />}
      {issues && <Supervisions hand="escalate" />}
      {can('project.write') && <Transfers hand="answer" />}
      {can('project.recognise') && <Transfers hand="confirm" />}
    </>
  );
}

function Reports() {
  const t = useT();
  const waiting = useQuery({
    queryKey: ['progress', 'home'],
    queryFn: ({ signal }) =>
      api.get<PageOf<{ project: ProjectRef; next_step: string }>>('/api/v1/progress', { state: 'waiting', limit: 6 }, signal),
  });
  return (
    <section className="panel" aria-label={t.home.week}>
      <div className="panel-head">
        <h2>
          {t.home.week} {(waiting.data?.total ?? 0) > 0 && <span className="count">{waiting.data?.total}</span>}
        </h2>
        <AppLink to={paths.progress}>{t.home.weekAll}</AppLink>
      </div>
      <Shown of={waiting} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.progress.noneWaiting} hint="" />
          ) : (
            <ul className="rows">
              {items.map(({ project, next_step }) => (
                <li key={project.id}>
                  <div className="grow">
                    <AppLink to={paths.progress} search={{ at: project.id }}>
                      {project.name}
                    </AppLink>
                    {next_step !== '' && <div className="soft">{t.timeline.next(next_step)}</div>}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

function Transfers({ hand }: { hand: 'answer' | 'confirm' }) {
  const t = useT();
  const transfers = useQuery({
    queryKey: ['transfers', 'home', hand],
    queryFn: ({ signal }) => api.get<PageOf<TransferRow>>('/api/v1/transfers', { hand, limit: 6 }, signal),
  });
  const title = t.transfer.home[hand] ?? '';
  if (!transfers.data || transfers.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{transfers.data.total}</span>
        </h2>
        <AppLink to={paths.transfers} search={{ hand }}>
          {t.transfer.all}
        </AppLink>
      </div>
      <ul className="rows">
        {transfers.data.items.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <AppLink to={paths.transfer(one.id)}>{one.project.name}</AppLink>
              <div className="soft">
                {short(one.from_unit)} → {short(one.to_unit)} · {t.transfer.expiresOn} <span className="num nowrap">{one.expires_on}</span>
              </div>
            </div>
            <StateTag dimension="transferState" code={one.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Problems({ hand }: { hand: 'answer' | 'confirm' }) {
  const t = useT();
  const problems = useQuery({
    queryKey: ['problems', 'home', hand],
    queryFn: ({ signal }) => api.get<PageOf<ProblemRow>>('/api/v1/problems', { hand, limit: 6 }, signal),
  });
  const title = t.home.problems[hand] ?? '';
  // An empty box for either hand would only push the others down the page.
  if (!problems.data || problems.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{problems.data.total}</span>
        </h2>
        <AppLink to={paths.problems} search={{ hand }}>
          {t.problem.all}
        </AppLink>
      </div>
      <ul className="rows">
        {problems.data.items.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <AppLink to={paths.problem(one.id)}>{one.title}</AppLink>
              <div className="soft">
                {one.project.name} · {t.problem.due} <span className="num nowrap">{one.due_on}</span>
              </div>
            </div>
            <Standing problem={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Supervisions({ hand }: { hand: 'answer' | 'confirm' | 'escalate' }) {
  const t = useT();
  const notes = useQuery({
    queryKey: ['supervisions', 'home', hand],
    queryFn: ({ signal }) => api.get<PageOf<SupervisionRow>>('/api/v1/supervisions', { hand, limit: 6 }, signal),
  });
  const title = t.home.supervisions[hand] ?? '';
  if (!notes.data || notes.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{notes.data.total}</span>
        </h2>
        <AppLink to={paths.supervisions} search={{ hand }}>
          {t.supervision.all}
        </AppLink>
      </div>
      <ul className="rows">
        {notes.data.items.map((one) => (
          <NoteItem key={one.id} note={one} of />
        ))}
      </ul>
    </section>
  );
}
