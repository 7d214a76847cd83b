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
import type { SupportRecord } from '@/ui/commitments/types';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { StateTag } from '@/ui/words';
import { ApproveDialog, PayDialog, ReasonDialog, type Ending } from './SupportDialogs';

/** One application: what was applied for, approved and paid, and by whom. */
export default function SupportPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const support = useQuery({
    queryKey: ['supports', 'one', id],
    queryFn: ({ signal }) => api.get<SupportRecord>(`/api/v1/supports/${id}`, undefined, signal),
  });
  if (support.data) return <Record support={support.data} />;
  return (
    <Page title={t.commitment.support.one} crumbs={[{ label: t.commitment.support.title, to: paths.supports }]}>
      <Shown of={support} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ support }: { support: SupportRecord }) {
  const t = useT();
  const can = useCan();
  const words = t.commitment.support;
  const [doing, setDoing] = useState<'approve' | 'pay' | Ending | null>(null);
  const [reversing, setReversing] = useState<number | null>(null);
  const stop = () => setDoing(null);
  const { actions } = support;
  const mayDo = can('commitment.write') || can('commitment.recognise');
  const button = (what: 'approve' | 'pay' | Ending, primary = false) => (
    <ActionButton key={what} type={primary ? 'primary' : 'default'} action={actions[what]} onClick={() => setDoing(what)}>
      {words[what]}
    </ActionButton>
  );
  const facts: [string, React.ReactNode][] = [
    [t.commitment.project, <AppLink key="project" to={paths.project(support.project.id)}>{support.project.name}</AppLink>],
    [words.basis, support.basis],
    [words.unit, support.unit.name],
    [words.appliedBy, [support.applied_by?.name, support.applied_on].filter(Boolean).join(' · ')],
    [words.decidedBy, [support.decided_by?.name, support.decided_on].filter(Boolean).join(' · ')],
    [words.paidOn, support.paid_on],
  ];
  const sums = [
    [words.applied, support.applied_fen],
    [words.approved, support.approved_fen],
    [words.paid, support.paid_fen],
    [words.left, support.approved_fen - support.paid_fen],
  ] as const;
  return (
    <Page
      title={support.title}
      crumbs={[{ label: words.title, to: paths.supports }]}
      sub={
        <span className="tags">
          <span className="num">{support.code}</span>
          <StateTag dimension="supportState" code={support.state} />
        </span>
      }
      actions={
        mayDo && (
          <>
            {support.state === 'applied' && [button('approve', true), button('refuse'), button('withdraw')]}
            {support.state === 'approved' && support.paid_fen < support.approved_fen && button('pay', true)}
          </>
        )
      }
    >
      <section className="panel" aria-label={words.one}>
        <dl className="facts strip">
          {sums.map(([label, fen]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="big">
                <Amount fen={fen} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <div className="grid">
        <section className="panel span-7" aria-label={words.title}>
          <dl className="facts">
            {facts
              .filter(([, value]) => value !== '' && value !== null)
              .map(([label, value]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </section>
        <section className="panel span-5" aria-label={words.log}>
          <h2>{words.log}</h2>
          <Log support={support} reverse={mayDo && actions['reverse']?.ok ? setReversing : undefined} />
        </section>
      </div>
      {doing === 'approve' && <ApproveDialog support={support} close={stop} />}
      {doing === 'pay' && <PayDialog support={support} close={stop} />}
      {(doing === 'refuse' || doing === 'withdraw') && <ReasonDialog support={support} what={doing} close={stop} />}
      {reversing !== null && <ReasonDialog support={support} what="reverse" no={reversing} close={() => setReversing(null)} />}
    </Page>
  );
}

function Log({ support, reverse }: { support: SupportRecord; reverse: ((no: number) => void) | undefined }) {
  const t = useT();
  const words = t.commitment.support;
  const gone = new Set(support.log.map((entry) => entry.reverses));
  return (
    <ol className="log">
      {support.log.map((entry) => (
        <li key={entry.no}>
          <span className="num soft nowrap">{entry.happened_on}</span>
          <div>
            <strong>{t.timeline.supportActs[entry.act] ?? entry.act}</strong>{' '}
            {entry.fen !== null && <span className="num nowrap">{t.timeline.wan(money(entry.fen))}</span>} {entry.act !== 'apply' && entry.text}{' '}
            {gone.has(entry.no) && <span className="tag warn"> {words.reversed}</span>}
            {entry.act === 'pay' && !gone.has(entry.no) && reverse && (
              <button type="button" className="link" onClick={() => reverse(entry.no)}>
                {words.reverse}
              </button>
            )}
            <div className="soft">{[entry.done_by?.name, instant(entry.done_at)].filter(Boolean).join(' · ')}</div>
          </div>
        </li>
      ))}
    </ol>
  );
}
