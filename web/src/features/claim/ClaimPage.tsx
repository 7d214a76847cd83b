import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { ClaimTag, DaysLeft } from '@/ui/claims/ClaimTag';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { StateTag, word } from '@/ui/words';
import { BreachesOf } from './Breaches';
import { ContactsDrawer, LinkDialog, RenewDialog, WithdrawDialog } from './Dialogs';
import { EvidenceTable } from './EvidenceTable';
import { Log } from './Log';
import type { ClaimRecord } from './types';

const AskPanel = lazy(() => import('./AskPanel'));

/** One first report: its clock, its contacts, what others ask, disputes. */
export default function ClaimPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const claim = useQuery({ queryKey: ['claims', 'one', id], queryFn: ({ signal }) => api.get<ClaimRecord>(`/api/v1/claims/${id}`, undefined, signal) });
  if (claim.data) return <Record claim={claim.data} />;
  return (
    <Page title={t.claim.one} crumbs={[{ label: t.claim.title, to: paths.claims }]}>
      <Shown of={claim} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

type What = 'contact' | 'renew' | 'link' | 'withdraw';
const steps: What[] = ['contact', 'renew', 'link', 'withdraw'];

function Record({ claim }: { claim: ClaimRecord }) {
  const t = useT();
  const can = useCan();
  const [search, change] = useSearchState();
  const [doing, setDoing] = useState<What | null>(null);
  const stop = () => setDoing(null);
  const open = claim.state === 'open';
  return (
    <Page
      title={claim.organisation.name}
      crumbs={[{ label: t.claim.title, to: paths.claims }]}
      sub={
        <span className="tags">
          <span className="num">{claim.code}</span>
          <ClaimTag claim={claim} />
          {claim.upward && <span className="tag accent">{t.claim.upward}</span>}
        </span>
      }
      actions={
        <>
          {open &&
            can('claim.write') &&
            steps.map((what) => (
              <ActionButton key={what} type={what === 'contact' ? 'primary' : 'default'} action={claim.actions[what]} onClick={() => setDoing(what)}>
                {t.claim.steps[what]}
              </ActionButton>
            ))}
          {claim.has_receipt && (
            <>
              <Button icon={<PrinterOutlined />} href={`/print/claims/${claim.id}`} target="_blank">
                {t.claim.receipt}
              </Button>
              <Button icon={<DownloadOutlined />} href={`/api/v1/claims/${claim.id}/receipt`} download={`${claim.code}.json`}>
                {t.claim.receiptFile}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className="grid">
        <div className="span-8 stack">
          <Clock claim={claim} />
          <Facts claim={claim} />
          <section className="panel" aria-label={t.claim.evidence}>
            <h2>{t.claim.evidence}</h2>
            <EvidenceTable label={t.claim.evidence} rows={claim.evidence} />
          </section>
          {claim.cases.length > 0 && <Cases claim={claim} />}
          <BreachesOf claim={claim} />
        </div>
        <div className="span-4 stack">
          <Partners claim={claim} />
          <section className="panel" aria-label={t.claim.asksOf}>
            <h2>{t.claim.asksOf}</h2>
            {claim.asks.length === 0 ? (
              <p className="soft">{t.claim.asksNone}</p>
            ) : (
              <ul className="rows">
                {claim.asks.map((ask) => (
                  <li key={ask.id}>
                    <div className="grow">
                      <button type="button" className="link" onClick={() => change({ ask: ask.id })}>
                        {ask.unit.short_name || ask.unit.name} · {word(t, 'claimWay', ask.way)}
                      </button>
                      <div className="soft">{ask.text}</div>
                    </div>
                    <StateTag dimension="askState" code={ask.state} />
                  </li>
                ))}
              </ul>
            )}
          </section>
          <Log entries={claim.log} />
        </div>
      </div>
      {doing === 'contact' && <ContactsDrawer title={t.claim.steps.contact} to={`/api/v1/claims/${claim.id}/contacts`} version={claim.version} said={t.claim.contacted} close={stop} />}
      {doing === 'renew' && <RenewDialog claim={claim} close={stop} />}
      {doing === 'link' && <LinkDialog claim={claim} close={stop} />}
      {doing === 'withdraw' && <WithdrawDialog claim={claim} close={stop} />}
      {search['ask'] !== undefined && (
        <Suspense>
          <AskPanel id={search['ask']} close={() => change({ ask: undefined }, { replace: true })} />
        </Suspense>
      )}
    </Page>
  );
}

function Clock({ claim }: { claim: ClaimRecord }) {
  const t = useT();
  const open = claim.state === 'open';
  const facts: [string, React.ReactNode][] = [
    [t.claim.reportedAt, <span key="at" className="num nowrap">{instant(claim.reported_at, true)}</span>],
    [open ? t.claim.expiresOn : t.claim.endedOn, <span key="end" className="num nowrap">{open ? claim.expires_on : (claim.ended_on ?? claim.expires_on)}</span>],
    [t.claim.daysLeft, open ? <DaysLeft key="left" claim={claim} /> : ''],
    [t.claim.warnOn, open && !claim.contested ? <span key="warn" className="num nowrap">{claim.warn_on}</span> : ''],
    [t.claim.releaseOn, open && !claim.contested ? <span key="release" className="num nowrap">{claim.release_on}</span> : ''],
    [t.claim.renewals, <span key="n" className="num">{claim.renewals}</span>],
  ];
  return (
    <section className="panel" aria-label={t.claim.clock}>
      <h2>{t.claim.clock}</h2>
      <dl className="facts strip clock">
        {facts
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="big">{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function Facts({ claim }: { claim: ClaimRecord }) {
  const t = useT();
  const can = useCan();
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.claim.investor, can('investor.read') ? <AppLink key="investor" to={paths.investor(claim.organisation.id)}>{claim.organisation.name}</AppLink> : claim.organisation.name],
    [t.claim.unit, claim.unit.name],
    [t.claim.reportedBy, claim.reported_by?.name],
    [t.claim.keeper, claim.keeper?.id === claim.reported_by?.id ? null : claim.keeper?.name],
    [t.common.withUnit(t.claim.amountShort, t.common.unitName.wan), claim.amount_fen === null ? '' : <span className="num">{money(claim.amount_fen)}</span>],
    [t.claim.project, claim.project && <AppLink key="project" to={paths.project(claim.project.id)}>{claim.project.name}</AppLink>],
    [t.claim.content, claim.content, true],
  ];
  return (
    <section className="panel" aria-label={t.claim.one}>
      <h2>{t.claim.one}</h2>
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
    </section>
  );
}

/** The holder with its partners, and what each has of the credit. */
function Partners({ claim }: { claim: ClaimRecord }) {
  const t = useT();
  const given = claim.partners.reduce((sum, one) => sum + one.share_bp, 0);
  const rows = [{ unit: claim.unit, share_bp: 10_000 - given, since_on: claim.reported_on }, ...claim.partners];
  return (
    <section className="panel" aria-label={t.claim.partners}>
      <h2>{t.claim.partners}</h2>
      <ul className="rows">
        {rows.map((one, at) => (
          <li key={one.unit.id}>
            <div className="grow">
              {one.unit.name}
              <div className="soft">{at === 0 ? t.claim.holder : t.claim.since(one.since_on)}</div>
            </div>
            <span className="num end">{percentText(one.share_bp)}%</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Cases({ claim }: { claim: ClaimRecord }) {
  const t = useT();
  return (
    <section className="panel" aria-label={t.claim.tabs['cases']}>
      <h2>{t.claim.tabs['cases']}</h2>
      <PlainTable
        label={t.claim.tabs['cases'] ?? ''}
        rows={claim.cases}
        rowKey={(row) => row.id}
        columns={[
          { title: t.claim.caseCode, head: true, cell: (row) => <AppLink to={paths.claimCase(row.id)}>{row.code}</AppLink> },
          { title: t.claim.contesting, cell: (row) => row.unit.name },
          { title: t.claim.why, cell: (row) => row.reason },
          { title: t.claim.dueOn, cell: (row) => <span className="num nowrap">{row.due_on}</span> },
          { title: t.common.status, cell: (row) => <StateTag dimension="caseState" code={row.state} /> },
          { title: t.claim.winner, cell: (row) => row.winner?.name },
        ]}
      />
    </section>
  );
}
