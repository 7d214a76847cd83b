import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import type { TransferRecord } from '@/ui/transfers/types';
import { StateTag, word } from '@/ui/words';
import { StepDialog, type Step } from './StepDialog';

/** One transfer: what is offered to whom, on which terms, and what came of it. */
export default function TransferPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const transfer = useQuery({
    queryKey: ['transfers', 'one', id],
    queryFn: ({ signal }) => api.get<TransferRecord>(`/api/v1/transfers/${id}`, undefined, signal),
  });
  if (transfer.data) return <Record transfer={transfer.data} />;
  return (
    <Page title={t.transfer.one} crumbs={[{ label: t.transfer.title, to: paths.transfers }]}>
      <Shown of={transfer} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ transfer }: { transfer: TransferRecord }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<Step | null>(null);
  const steps: { step: Step; label: string; when: string[]; primary?: boolean }[] = [
    { step: 'accept', label: t.transfer.doAccept, when: ['offered'], primary: true },
    { step: 'decline', label: t.transfer.doDecline, when: ['offered'] },
    { step: 'confirm', label: t.transfer.doConfirm, when: ['accepted'], primary: true },
    { step: 'refuse', label: t.transfer.doRefuse, when: ['accepted'] },
    { step: 'withdraw', label: t.transfer.doWithdraw, when: ['offered', 'accepted'] },
  ];
  const by = (day: string | null, name: string | undefined) => [day, name].filter(Boolean).join(' · ');
  const { project } = transfer;
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.transfer.project, transfer.project_visible ? <AppLink key="project" to={paths.project(project.id)}>{project.name}</AppLink> : project.name],
    [t.transfer.from, transfer.from_unit.name],
    [t.transfer.to, transfer.to_unit.name],
    [t.transfer.offeredOn, by(transfer.offered_on, transfer.offered_by?.name)],
    [t.transfer.expiresOn, transfer.expires_on],
    [t.transfer.answeredOn, by(transfer.answered_on, transfer.answered_by?.name)],
    [t.transfer.decidedOn, by(transfer.decided_on, transfer.decided_by?.name)],
    [t.transfer.years, t.transfer.yearsOf(transfer.years)],
    [t.transfer.fromOn, transfer.from_on],
    [t.transfer.untilOn, transfer.until_on],
    [t.common.withUnit(t.transfer.total, t.common.unitName.wan), transfer.total_fen === null ? '' : <span className="num">{money(transfer.total_fen)}</span>],
    [t.transfer.reason, transfer.reason, true],
    [t.transfer.content, transfer.content, true],
  ];
  return (
    <Page
      title={project.name}
      crumbs={[{ label: t.transfer.title, to: paths.transfers }]}
      sub={
        <span className="tags">
          <span className="num">{transfer.code}</span>
          <StateTag dimension="transferState" code={transfer.state} />
          <StateTag dimension="stage" code={transfer.stage} />
        </span>
      }
      actions={
        (can('project.write') || can('project.recognise')) &&
        steps
          .filter((one) => one.when.includes(transfer.state))
          .map((one) => (
            <ActionButton key={one.step} type={one.primary ? 'primary' : 'default'} action={transfer.actions[one.step]} onClick={() => setDoing(one.step)}>
              {one.label}
            </ActionButton>
          ))
      }
    >
      <div className="grid">
        <div className="span-7 stack">
          <section className="panel" aria-label={t.transfer.one}>
            <dl className="facts">
              {facts
                .filter(([, value]) => value !== '' && value !== null)
                .map(([label, value, wide]) => (
                  <div key={label} className={wide ? 'wide' : ''}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
            </dl>
          </section>
          <section className="panel" aria-label={t.transfer.terms}>
            <h2>{t.transfer.terms}</h2>
            <p className="soft">{t.transfer.termsHint}</p>
            <PlainTable
              label={t.transfer.terms}
              rows={transfer.terms}
              rowKey={(term) => term.measure}
              columns={[
                { title: t.transfer.measure, head: true, cell: (term) => word(t, 'creditMeasure', term.measure) },
                { title: t.transfer.mode, cell: (term) => word(t, 'creditMode', term.mode) },
                { title: t.transfer.keeps, right: true, cell: (term) => (term.mode === 'double' ? t.transfer.whole : `${percentText(term.keeps_bp)}%`) },
                { title: t.transfer.gets, right: true, cell: (term) => (term.mode === 'double' ? t.transfer.whole : `${percentText(10_000 - term.keeps_bp)}%`) },
              ]}
            />
          </section>
        </div>
        <section className="panel span-5" aria-label={t.transfer.log}>
          <h2>{t.transfer.log}</h2>
          <ol className="log">
            {transfer.log.map((entry) => (
              <li key={entry.no}>
                <span className="num soft nowrap">{entry.happened_on}</span>
                <div>
                  <strong>{t.transfer.acts[entry.act] ?? entry.act}</strong> {entry.act === 'offer' ? '' : entry.text}
                  <div className="soft">{[entry.done_by?.name, instant(entry.done_at)].filter(Boolean).join(' · ')}</div>
                </div>
              </li>
            ))}
          </ol>
        </section>
      </div>
      {doing !== null && <StepDialog transfer={transfer} step={doing} close={() => setDoing(null)} />}
    </Page>
  );
}
