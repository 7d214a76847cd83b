import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Standing } from '@/ui/problems/ProblemSection';
import type { ProblemRecord } from '@/ui/problems/types';
import { Shown } from '@/ui/States';
import { useOfficeIssues } from '@/ui/supervision/queries';
import { AssignDialog, StepDialog, type Step } from './Dialogs';

const IssueDialog = lazy(() => import('@/ui/supervision/IssueDialog'));

/** One problem: what it is, who has it, what was done. */
export default function ProblemPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const problem = useQuery({
    queryKey: ['problems', 'one', id],
    queryFn: ({ signal }) => api.get<ProblemRecord>(`/api/v1/problems/${id}`, undefined, signal),
  });
  if (problem.data) return <Record problem={problem.data} />;
  return (
    <Page title={t.problem.one} crumbs={[{ label: t.problem.title, to: paths.problems }]}>
      <Shown of={problem} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ problem }: { problem: ProblemRecord }) {
  const t = useT();
  const can = useCan();
  const issues = useOfficeIssues();
  const [doing, setDoing] = useState<Step | 'assign' | 'urge' | null>(null);
  const { actions } = problem;
  const stop = () => setDoing(null);
  // Of the steps of a problem only those of its state are shown; who may not take them reads why.
  const steps: { step: Step | 'assign'; label: string; when: string; primary?: boolean }[] = [
    { step: 'answer', label: t.problem.doAnswer, when: 'open', primary: true },
    { step: 'close', label: t.problem.doClose, when: 'answered', primary: true },
    { step: 'send_back', label: t.problem.doSendBack, when: 'answered' },
    { step: 'assign', label: t.problem.doAssign, when: 'open' },
    { step: 'withdraw', label: t.problem.doWithdraw, when: 'open' },
  ];
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.problem.project, <AppLink key="project" to={paths.project(problem.project.id)}>{problem.project.name}</AppLink>],
    [t.problem.raiser, [problem.raised_unit.name, problem.raised_by?.name].filter(Boolean).join(' · ')],
    [t.problem.raisedOn, problem.raised_on],
    [t.problem.owner, problem.owner_unit.name],
    [t.problem.due, <span key="due" className="num">{problem.due_on}</span>],
    [t.problem.closedOn, problem.closed_on],
    [t.problem.detail, problem.detail, true],
    [t.problem.answer, problem.answer || t.problem.noAnswer, true],
  ];
  return (
    <Page
      title={problem.title}
      crumbs={[{ label: t.problem.title, to: paths.problems }]}
      sub={
        <span className="tags">
          <span className="num">{problem.code}</span>
          <Standing problem={problem} />
        </span>
      }
      actions={
        <>
          {can('problem.write') &&
            steps
              .filter((one) => one.when === problem.state)
              .map((one) => (
                <ActionButton key={one.step} type={one.primary ? 'primary' : 'default'} action={actions[one.step]} onClick={() => setDoing(one.step)}>
                  {one.label}
                </ActionButton>
              ))}
          {issues && problem.state === 'open' && <ActionButton onClick={() => setDoing('urge')}>{t.supervision.issue}</ActionButton>}
        </>
      }
    >
      <div className="grid">
        <section className="panel span-7" aria-label={t.problem.one}>
          <dl className="facts">
            {facts
              .filter(([, value]) => value !== '' && value !== null)
              .map(([label, value, wide]) => (
                <div key={label} className={wide ? 'wide' : ''}>
                  <dt>{label}</dt>
                  <dd style={wide ? { whiteSpace: 'pre-wrap' } : undefined}>{value}</dd>
                </div>
              ))}
          </dl>
        </section>
        <section className="panel span-5" aria-label={t.problem.log}>
          <h2>{t.problem.log}</h2>
          <ol className="log">
            {problem.log.map((entry) => (
              <li key={entry.no}>
                <span className="num soft nowrap">{entry.happened_on}</span>
                <div>
                  <strong>{t.timeline.problemActs[entry.act] ?? entry.act}</strong> {entry.act === 'raise' ? '' : entry.text}
                  <div className="soft">{[entry.done_by?.name, instant(entry.done_at)].filter(Boolean).join(' · ')}</div>
                </div>
              </li>
            ))}
          </ol>
        </section>
      </div>
      {doing === 'assign' && <AssignDialog problem={problem} close={stop} />}
      {doing === 'urge' && (
        <Suspense>
          <IssueDialog problem={{ id: problem.id, title: problem.title, unit: problem.owner_unit.id }} close={stop} />
        </Suspense>
      )}
      {doing !== null && doing !== 'assign' && doing !== 'urge' && <StepDialog problem={problem} step={doing} close={stop} />}
    </Page>
  );
}
