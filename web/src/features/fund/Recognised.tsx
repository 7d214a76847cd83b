import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useOfficeDay, useSession } from '@/api/session';
import type { Actions, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { readable, WanInput } from '@/ui/WanInput';
import { recognisedQuery } from './queries';

export interface RecognisedView {
  fund: { id: string; code: string };
  scheme: { id: string; name: string; version: number; state: string } | null;
  preview: boolean;
  state: string | null;
  line: string | null;
  claimed_fen: number;
  verified_fen: number;
  recognised_fen: number;
  credited_fen: number;
  steps: { step: string; name: string; by: string | null; before_fen: number; after_fen: number; currency: string | null }[];
  reasons: { rule: string; severity: string; message: string; not_recorded: string | null }[];
  credits: { unit: UnitRef; role: string; fen: number }[];
  rulings: { id: string; verdict: string; fen: number | null; minutes_no: string; reason: string; decided_on: string; recorded_by: string | null }[];
  counted: { what: string; fen: number; note: string }[];
  missing: { message: string }[];
  actions: Actions;
}

const refresh = [['book'], ['funds'], ['scores'], ['dashboard']];

/** What the scheme's rules make of a receipt, step by step; nothing where no scheme with rules is in force. */
export function Recognised({ id, heading = true }: { id: string; heading?: boolean }) {
  const t = useT();
  const found = useQuery(recognisedQuery(id));
  if (found.data && !found.data.scheme) return null;
  return (
    <section className={heading ? 'panel' : ''} aria-label={t.book.panel}>
      <h2>{t.book.panel}</h2>
      <Shown of={found} rows={3}>
        {(view) => <View view={view} />}
      </Shown>
    </section>
  );
}

function View({ view }: { view: RecognisedView }) {
  const t = useT();
  const can = useCan();
  const [open, setOpen] = useState<'rule' | 'count' | null>(null);
  const tones: Record<string, string> = { recognised: 'good', refused: 'bad', undecided: 'warn', next: 'accent' };
  return (
    <div className="by-rules">
      <p className="soft no-gap">
        {view.scheme && <AppLink to={paths.schemes} search={{ id: view.scheme.id }}>{t.book.by(view.scheme.name, view.scheme.version)}</AppLink>}
        {view.state && <span className={`tag ${tones[view.state] ?? ''}`}>{t.book.state[view.state] ?? view.state}</span>}
      </p>
      {view.scheme?.state === 'draft' && <p className="soft no-gap">{t.book.draftTried}</p>}
      {view.preview && view.state && view.scheme?.state !== 'draft' && <p className="soft no-gap">{t.book.preview}</p>}
      {view.missing.map((one) => (
        <p key={one.message} className="decide-why">{one.message}</p>
      ))}
      {!view.state && view.missing.length === 0 && <p className="soft no-gap">{t.book.nothing}</p>}
      {view.reasons.length > 0 && (
        <ul className="rows">
          {view.reasons.map((reason) => (
            <li key={reason.rule}>
              <span className={`tag ${reason.severity === 'reject' ? 'bad' : 'warn'}`}>{reason.severity === 'reject' ? t.book.state['refused'] : t.book.state['undecided']}</span>
              <span className="grow">
                {reason.message}
                {reason.not_recorded && <span className="soft"> {t.fund.notRecorded(reason.not_recorded)}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {view.steps.length > 0 && (
        <ol className="steps-of" aria-label={t.book.why}>
          {view.steps.map((step, at) => (
            <li key={at}>
              <span className="soft">{t.book.step[step.step] ?? step.step}</span>
              <span className="grow">
                {step.name}
                {step.by && <> × {step.by}</>}
              </span>
              <span className="num nowrap">
                {step.step === 'base' && step.currency ? `${money(step.after_fen, 'yuan')} ${step.currency}` : <Amount fen={step.after_fen} unit="wan" />}
              </span>
            </li>
          ))}
          <li className="sum">
            <span className="soft">{t.book.after}</span>
            <span className="grow">{t.book.recognised}</span>
            <strong className="num nowrap">
              <Amount fen={view.recognised_fen} unit="wan" />
            </strong>
          </li>
        </ol>
      )}
      {view.credits.length > 0 && (
        <>
          <h3>{t.book.credits}</h3>
          <ul className="rows">
            {view.credits.map((credit) => (
              <li key={credit.unit.id + credit.role}>
                <span className="grow">
                  {credit.unit.name} {credit.role && <span className="tag">{credit.role}</span>}
                </span>
                <Amount fen={credit.fen} unit="wan" />
              </li>
            ))}
          </ul>
        </>
      )}
      {view.counted.length > 0 && (
        <ul className="rows">
          {view.counted.map((one) => (
            <li key={one.what}>
              <span className="grow">
                {t.book.whats[one.what] ?? one.what} <span className="soft">{one.note}</span>
              </span>
              <Amount fen={one.fen} unit="wan" />
            </li>
          ))}
        </ul>
      )}
      {view.rulings.length > 0 && (
        <>
          <h3>{t.book.rulings}</h3>
          <ul className="rows">
            {view.rulings.map((one) => (
              <li key={one.id}>
                <span className="grow">
                  {t.book.verdicts[one.verdict] ?? one.verdict}
                  {one.fen !== null && (
                    <>
                      {' '}
                      <Amount fen={one.fen} unit="wan" />
                    </>
                  )}
                  <span className="soft">
                    {' '}
                    · {one.decided_on} · {one.minutes_no} · {one.reason} · {one.recorded_by}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {can('fund.recognise') && (
        <div className="by-rules-doing">
          <ActionButton size="small" action={view.actions['rule']} onClick={() => setOpen('rule')}>
            {t.book.rule}
          </ActionButton>
          <ActionButton size="small" action={view.actions['note_counted']} onClick={() => setOpen('count')}>
            {t.book.count}
          </ActionButton>
        </div>
      )}
      {open === 'rule' && <Rule id={view.fund.id} close={() => setOpen(null)} />}
      {open === 'count' && <Count id={view.fund.id} close={() => setOpen(null)} />}
    </div>
  );
}

interface Ruling {
  verdict: string;
  fen?: number | null;
  minutes_no: string;
  reason: string;
  decided_on: string;
}

function Rule({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const day = useOfficeDay();
  const [form] = Form.useForm<Ruling>();
  const verdict = Form.useWatch('verdict', form);
  const run = useWrite((values: Ruling, key) => api.post(`/api/v1/book/${id}/rulings`, { ...values, fen: values.verdict === 'amount' ? values.fen : null }, key), {
    said: t.book.ruled,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={t.book.ruleTitle} okText={t.common.save} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={close}>
      <p className="soft">{t.book.ruleHint}</p>
      <Form<Ruling> form={form} layout="vertical" requiredMark={false} initialValues={{ verdict: 'admit', decided_on: day }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="verdict" label={t.book.verdict}>
          <Radio.Group options={Object.entries(t.book.verdicts).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        {verdict === 'amount' && (
          <Form.Item name="fen" label={t.common.withUnit(t.book.amount, t.common.unitName.wan)} rules={[{ required: true, message: t.common.required }, readable(t.book.amountWrong)]}>
            <WanInput />
          </Form.Item>
        )}
        <Form.Item name="minutes_no" label={t.book.minutesNo} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={required}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <Form.Item name="decided_on" label={t.book.metOn} rules={[{ required: true, message: t.common.required }]}>
          <DateInput max={server.today} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface Counted {
  what: string;
  fen: number | null;
  note?: string;
}

function Count({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Counted>();
  const run = useWrite((values: Counted, key) => api.put(`/api/v1/book/${id}/counted`, { ...values, note: values.note ?? '' }, key), {
    said: t.book.counted,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.book.countTitle} okText={t.common.save} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={close}>
      <p className="soft">{t.book.countHint}</p>
      <Form<Counted> form={form} layout="vertical" requiredMark={false} initialValues={{ what: 'earlier' }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="what" label={t.book.what}>
          <Select options={Object.entries(t.book.whats).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="fen" label={t.common.withUnit(t.book.amount, t.common.unitName.wan)} rules={[{ required: true, message: t.common.required }, readable(t.book.amountWrong)]}>
          <WanInput />
        </Form.Item>
        <Form.Item name="note" label={t.book.where}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
