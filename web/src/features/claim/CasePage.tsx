import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { StateTag, word } from '@/ui/words';
import { AppealDialog, ConcludeDialog, DecideDialog } from './CaseDialogs';
import { ContactsDrawer } from './Dialogs';
import { EvidenceTable } from './EvidenceTable';
import type { CaseRecord } from './types';

/** One dispute: both sides, what they show, what is decided. */
export default function CasePage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const dispute = useQuery({ queryKey: ['claim-cases', 'one', id], queryFn: ({ signal }) => api.get<CaseRecord>(`/api/v1/claim-cases/${id}`, undefined, signal) });
  if (dispute.data) return <Record dispute={dispute.data} />;
  return (
    <Page title={t.claim.case} crumbs={[{ label: t.claim.title, to: paths.claims }]}>
      <Shown of={dispute} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

type What = 'add_evidence' | 'decide' | 'appeal' | 'conclude';
/** Which steps are shown in which state: the others could not be taken by anybody. */
const steps: Record<string, What[]> = { open: ['add_evidence', 'decide'], decided: ['appeal'], appealed: ['add_evidence', 'conclude'] };

function Record({ dispute }: { dispute: CaseRecord }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<What | null>(null);
  const stop = () => setDoing(null);
  const mine = (what: What) => can(what === 'decide' || what === 'conclude' ? 'claim.recognise' : 'claim.write');
  const by = (day: string | null, name: string | undefined) => [day, name].filter(Boolean).join(' · ');
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.claim.code, dispute.organisation ? <AppLink key="claim" to={paths.claim(dispute.claim.id)}>{`${dispute.claim.code} ${dispute.organisation.name}`}</AppLink> : <span className="num">{dispute.claim.code}</span>],
    [t.claim.unit, dispute.claim.unit.name],
    [t.claim.contesting, dispute.unit.name],
    [t.claim.openedOn, by(dispute.opened_on, dispute.opened_by?.name)],
    [t.claim.dueOn, <span key="due" className="tags">{dispute.due_on}{dispute.overdue && <span className="tag bad">{t.claim.overdue}</span>}</span>],
    [t.claim.why, dispute.reason, true],
  ];
  return (
    <Page
      title={t.claim.sides(dispute.unit.name, dispute.claim.unit.name)}
      crumbs={[{ label: t.claim.title, to: paths.claims }]}
      sub={
        <span className="tags">
          <span className="num">{dispute.code}</span>
          <StateTag dimension="caseState" code={dispute.state} />
        </span>
      }
      actions={(steps[dispute.state] ?? []).filter(mine).map((what) => (
        <ActionButton key={what} type={what === 'add_evidence' ? 'default' : 'primary'} action={dispute.actions[what]} onClick={() => setDoing(what)}>
          {t.claim.caseSteps[what]}
        </ActionButton>
      ))}
    >
      <div className="stack">
        <section className="panel" aria-label={t.claim.case}>
          <Facts facts={facts} />
        </section>
        {dispute.decided_on && <Outcome dispute={dispute} />}
        {dispute.weighed.length > 0 && <Weighed dispute={dispute} />}
        <section className="panel" aria-label={t.claim.bothEvidence}>
          <h2>{t.claim.bothEvidence}</h2>
          <EvidenceTable label={t.claim.bothEvidence} rows={dispute.evidence} sides />
        </section>
      </div>
      {doing === 'add_evidence' && <ContactsDrawer title={t.claim.caseSteps.add_evidence} to={`/api/v1/claim-cases/${dispute.id}/evidence`} version={dispute.version} said={t.claim.contacted} close={stop} />}
      {doing === 'decide' && <DecideDialog dispute={dispute} close={stop} />}
      {doing === 'appeal' && <AppealDialog dispute={dispute} close={stop} />}
      {doing === 'conclude' && <ConcludeDialog dispute={dispute} close={stop} />}
    </Page>
  );
}

function Facts({ facts }: { facts: [string, React.ReactNode, boolean?][] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value)
        .map(([label, value, wide]) => (
          <div key={label} className={wide ? 'wide' : ''}>
            <dt>{label}</dt>
            <dd style={wide ? { whiteSpace: 'pre-wrap' } : undefined}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** What was decided, the appeal, and what the committee said. */
function Outcome({ dispute }: { dispute: CaseRecord }) {
  const t = useT();
  const by = (day: string | null, name: string | undefined) => [day, name].filter(Boolean).join(' · ');
  return (
    <section className="panel" aria-label={t.claim.decision}>
      <h2>{t.claim.decision}</h2>
      <Facts
        facts={[
          [t.claim.winner, dispute.winner && <strong>{dispute.winner.name}</strong>],
          [t.claim.ground, word(t, 'claimGround', dispute.ground)],
          [t.claim.keeps, dispute.for_holder === false && dispute.keeps_bp !== null ? `${percentText(dispute.keeps_bp)}%` : ''],
          [t.claim.decidedOn, by(dispute.decided_on, dispute.decided_by?.name)],
          [t.claim.appealDue, dispute.state === 'decided' ? <span className="num">{dispute.appeal_due_on}</span> : ''],
          [t.claim.decisionText, dispute.decision, true],
          [t.claim.appealedOn, by(dispute.appealed_on, dispute.appealed_by?.name)],
          [t.claim.appealText, dispute.appeal, true],
          [t.claim.concluded, dispute.upheld === null ? '' : dispute.upheld ? t.claim.upheld : t.claim.reversed],
          [t.claim.minutes, dispute.minutes_no],
          [t.claim.concludedOn, by(dispute.concluded_on, dispute.concluded_by?.name)],
          [t.claim.conclusion, dispute.conclusion, true],
        ]}
      />
    </section>
  );
}

function Weighed({ dispute }: { dispute: CaseRecord }) {
  const t = useT();
  return (
    <section className="panel" aria-label={t.claim.weighed}>
      <h2>{t.claim.weighed}</h2>
      <p className="soft">{t.claim.weighedHint}</p>
      <PlainTable
        label={t.claim.weighed}
        rows={dispute.weighed}
        rowKey={(row) => row.ground}
        columns={[
          { title: t.claim.ground, head: true, cell: (row) => word(t, 'claimGround', row.ground) },
          { title: dispute.claim.unit.name, cell: (row) => <span className="num">{row.holder}</span> },
          { title: dispute.unit.name, cell: (row) => <span className="num">{row.other}</span> },
          { title: t.claim.favours, cell: (row) => (row.favours ? <span className="tag accent">{row.favours.short_name || row.favours.name}</span> : <span className="soft">{t.claim.favoursNone}</span>) },
        ]}
      />
    </section>
  );
}
