import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { Kept } from '@/ui/commitments/CommitmentSection';
import type { CommitmentRecord } from '@/ui/commitments/types';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { word } from '@/ui/words';
import { AmendDialog, RecordDialog } from './Dialogs';

/** One promise: who gave it, where it stands in writing, what became of it. */
export default function CommitmentPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const promise = useQuery({
    queryKey: ['commitments', 'one', id],
    queryFn: ({ signal }) => api.get<CommitmentRecord>(`/api/v1/commitments/${id}`, undefined, signal),
  });
  if (promise.data) return <Record promise={promise.data} />;
  return (
    <Page title={t.commitment.one} crumbs={[{ label: t.commitment.title, to: paths.commitments }]}>
      <Shown of={promise} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

/** Which steps are shown in which state: the others could not be taken by anybody. */
const steps: Record<string, string[]> = {
  due: ['performed', 'partly', 'broken', 'waived'],
  partly: ['performed', 'partly', 'broken', 'waived'],
  broken: ['performed', 'partly', 'waived'],
  performed: ['due'],
  waived: ['due'],
};

function Record({ promise }: { promise: CommitmentRecord }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<string | null>(null);
  const { actions } = promise;
  const stop = () => setDoing(null);
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.commitment.project, <AppLink key="project" to={paths.project(promise.project.id)}>{promise.project.name}</AppLink>],
    [t.commitment.side, word(t, 'side', promise.side)],
    [t.commitment.source, promise.source],
    [t.commitment.owner, promise.owner_unit.name],
    [t.commitment.due, <span key="due" className="num">{promise.due_on}</span>],
    [t.commitment.measure, promise.measure],
    [t.commitment.amount, promise.amount_fen === null ? '' : <Amount key="amount" fen={promise.amount_fen} />],
    [t.commitment.done, promise.done_fen === null ? '' : <Amount key="done" fen={promise.done_fen} />],
    [t.commitment.enteredBy, [promise.entered_by?.name, promise.entered_on].filter(Boolean).join(' · ')],
    [t.commitment.text, promise.text, true],
    [t.commitment.proof, promise.proof, true],
  ];
  return (
    <Page
      title={promise.text.split('\n')[0] ?? ''}
      crumbs={[{ label: t.commitment.title, to: paths.commitments }]}
      sub={
        <span className="tags">
          <span className="num">{promise.code}</span>
          <span className="tag">{word(t, 'side', promise.side)}</span>
          <Kept promise={promise} />
        </span>
      }
      actions={
        can('commitment.write') && (
          <>
            {(steps[promise.state] ?? []).map((to) => (
              <ActionButton key={to} type={to === 'performed' ? 'primary' : 'default'} action={actions[to === 'due' ? 'reopen' : to]} onClick={() => setDoing(to)}>
                {t.commitment.do[to]}
              </ActionButton>
            ))}
            {(promise.state === 'due' || promise.state === 'partly') && (
              <ActionButton action={actions['amend']} onClick={() => setDoing('amend')}>
                {t.commitment.doAmend}
              </ActionButton>
            )}
          </>
        )
      }
    >
      <div className="grid">
        <section className="panel span-7" aria-label={t.commitment.one}>
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
        <section className="panel span-5" aria-label={t.commitment.log}>
          <h2>{t.commitment.log}</h2>
          <ol className="log">
            {promise.log.map((entry) => (
              <li key={entry.no}>
                <span className="num soft nowrap">{entry.happened_on}</span>
                <div>
                  <strong>{t.timeline.commitmentActs[entry.act] ?? entry.act}</strong> {entry.text}
                  {entry.done_fen !== null && <span className="num"> · {t.timeline.wan(money(entry.done_fen))}</span>}
                  <div className="soft">{[entry.done_by?.name, instant(entry.done_at)].filter(Boolean).join(' · ')}</div>
                </div>
              </li>
            ))}
          </ol>
        </section>
      </div>
      {doing === 'amend' && <AmendDialog promise={promise} close={stop} />}
      {doing !== null && doing !== 'amend' && <RecordDialog promise={promise} to={doing} close={stop} />}
    </Page>
  );
}
