import './fund.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Form, Input, Modal } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { money, parseMoney } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { StateTag } from '@/ui/words';
import { Decide } from './Decide';
import { Credits, Duplicates, FundFacts } from './Facts';
import { afterDecision, fundQuery } from './queries';
import { Recognised } from './Recognised';
import type { FundView } from './types';
import { Viewer } from './Viewer';

const ClaimDrawer = lazy(() => import('./ClaimDrawer'));

/** One receipt: what it says, its proofs, what was decided, what corrects it. */
export default function FundPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const t = useT();
  const fund = useQuery(fundQuery(id));
  if (!fund.data) {
    return (
      <Page title={t.nav.funds} crumbs={[{ label: t.nav.funds, to: paths.funds }]}>
        <Shown of={fund}>{() => null}</Shown>
      </Page>
    );
  }
  return <Receipt fund={fund.data} />;
}

function Receipt({ fund }: { fund: FundView }) {
  const t = useT();
  const [open, setOpen] = useState<'edit' | 'correct' | 'withdraw' | null>(null);
  const resubmit = useWrite((_: null, key) => api.post<FundView>(`/api/v1/funds/${fund.id}/resubmit`, { version: fund.version }, key), {
    said: t.fund.claimSent,
    refresh: afterDecision,
  });
  const { edit, correct, withdraw } = fund.actions;
  const waiting = fund.state === 'claimed';
  const can = useCan();
  // Whoever never decides sees what is claimed, not buttons that are not theirs.
  const decidable = waiting && can('fund.recognise') && fund.actions['recognise'] !== undefined;
  return (
    <Page
      title={`${fund.code} ${fund.project.name}`}
      heading={
        <>
          {fund.project.name} <StateTag dimension="fundState" code={fund.state} />
        </>
      }
      sub={
        <>
          {fund.code} · {fund.unit.name}
          {fund.corrects && (
            <>
              {' · '}
              {t.fund.correctsText} <AppLink to={paths.fund(fund.corrects.id)}>{fund.corrects.code}</AppLink>
            </>
          )}
        </>
      }
      crumbs={[{ label: t.nav.funds, to: paths.funds }]}
      actions={
        <>
          {fund.state === 'returned' && (
            <ActionButton type="primary" action={edit} loading={resubmit.isPending} onClick={() => resubmit.mutate(null)}>
              {t.fund.resubmit}
            </ActionButton>
          )}
          {(waiting || fund.state === 'returned') && (
            <>
              <ActionButton action={edit} onClick={() => setOpen('edit')}>
                {t.common.edit}
              </ActionButton>
              <ActionButton action={withdraw} onClick={() => setOpen('withdraw')}>
                {t.fund.withdraw}
              </ActionButton>
            </>
          )}
          {fund.state === 'recognised' && (
            <ActionButton action={correct} onClick={() => setOpen('correct')}>
              {t.fund.correct}
            </ActionButton>
          )}
        </>
      }
    >
      <div className="grid">
        <div className="span-7 stack">
          <section className="panel" aria-label={t.fund.evidence}>
            <h2>{t.fund.evidence}</h2>
            {fund.evidence_missing && <p className="decide-why">{fund.evidence_missing}</p>}
            <Viewer proofs={fund.evidence} tall />
          </section>
        </div>
        <div className="span-5 stack">
          <section className="panel" aria-label={t.fund.money}>
            <h2>{t.fund.money}</h2>
            <dl className="facts two">
              <div>
                <dt>{t.fund.claimed}</dt>
                <dd className="big">
                  <Amount fen={fund.claimed_fen} />
                </dd>
              </div>
              <div>
                <dt>{t.fund.recognised}</dt>
                <dd className="big">
                  <Amount fen={fund.recognised_fen} />
                </dd>
                {fund.corrections.length > 0 && (
                  <dd>
                    {t.fund.withCorrections} <Amount fen={fund.recognised_total_fen} />
                  </dd>
                )}
                {fund.recognised_on && <dd className="soft">{t.fund.recognisedBy(fund.recognised_on, fund.decided_by?.name ?? '—')}</dd>}
              </div>
            </dl>
            {fund.decision && <p className="sentence">{t.fund.decisionIs(fund.decision)}</p>}
            {decidable && <Decide subject={{ kind: 'fund', record: fund }} onDecided={() => undefined} />}
          </section>
          <Recognised id={fund.id} />
          <section className="panel" aria-label={t.fund.facts}>
            <h2>{t.fund.facts}</h2>
            <FundFacts fund={fund} />
          </section>
          <section className="panel" aria-label={t.fund.hints}>
            <h2>{t.fund.hints}</h2>
            <Duplicates fund={fund} />
          </section>
          {fund.credits.length > 0 && (
            <section className="panel" aria-label={t.fund.credits}>
              <h2>{t.fund.credits}</h2>
              <Credits fund={fund} />
            </section>
          )}
          {fund.corrections.length > 0 && (
            <section className="panel" aria-label={t.fund.corrections}>
              <h2>{t.fund.corrections}</h2>
              <ul className="rows">
                {fund.corrections.map((row) => (
                  <li key={row.id}>
                    <AppLink className="grow" to={paths.fund(row.id)}>
                      {row.code}
                    </AppLink>
                    <StateTag dimension="fundState" code={row.state} />
                    <Amount fen={row.recognised_fen ?? row.claimed_fen} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="panel" aria-label={t.fund.log}>
            <h2>{t.fund.log}</h2>
            <ol className="log">
              {fund.log.map((entry, at) => (
                <li key={at}>
                  <time dateTime={entry.at}>{instant(entry.at)}</time>
                  <div>
                    {entry.by || t.fund.system} · {t.fund.acts[entry.act] ?? entry.act}
                    {entry.reason && <div className="soft">{entry.reason}</div>}
                  </div>
                </li>
              ))}
            </ol>
          </section>
        </div>
      </div>
      {open === 'edit' && (
        <Suspense>
          <ClaimDrawer fund={fund} close={() => setOpen(null)} />
        </Suspense>
      )}
      {open === 'withdraw' && <Withdraw fund={fund} close={() => setOpen(null)} />}
      {open === 'correct' && <Correct fund={fund} close={() => setOpen(null)} />}
    </Page>
  );
}

function Withdraw({ fund, close }: { fund: FundView; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const run = useWrite(({ reason }: { reason: string }, key) => api.post<FundView>(`/api/v1/funds/${fund.id}/withdraw`, { reason, version: fund.version }, key), {
    said: t.fund.withdrawn,
    refresh: afterDecision,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.fund.withdrawTitle} okText={t.fund.withdraw} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={close}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.fund.reasonNeeded }]}>
          <Input.TextArea rows={3} maxLength={500} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** A recognised entry stays as it is; the right total goes into a new entry that names it. */
function Correct({ fund, close }: { fund: FundView; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ amount: string; reason: string }>();
  const run = useWrite(
    ({ amount, reason }: { amount: string; reason: string }, key) =>
      api.post<FundView>(`/api/v1/funds/${fund.id}/correct`, { recognised_fen: Number(parseMoney(amount, 'wan')), reason, version: fund.version }, key),
    { said: t.fund.correctionSent, refresh: afterDecision, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.fund.correctTitle(fund.code)} okText={t.fund.correctSend} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={close}>
      <p>{t.fund.correctHint}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => run.mutate(values)}>
        <Form.Item
          name="amount"
          label={t.common.withUnit(t.fund.rightTotal, t.common.unitName.wan)}
          extra={t.fund.nowTotal(money(fund.recognised_fen))}
          rules={[{ validator: (_, text: string | undefined) => ((parseMoney(text ?? '', 'wan') ?? -1n) >= 0n ? Promise.resolve() : Promise.reject(new Error(t.fund.amountWrong))) }]}
        >
          <Input inputMode="decimal" maxLength={20} autoFocus />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.fund.reasonNeeded }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
