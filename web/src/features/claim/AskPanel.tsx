import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Radio } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import type { AskRow } from '@/ui/claims/types';
import { ShareInput } from '@/ui/ShareInput';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { StateTag, word } from '@/ui/words';

const refresh = [['claims'], ['claim-asks'], ['timeline']];

/** One question: what is asked, and the answer. */
export default function AskPanel({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const ask = useQuery({ queryKey: ['claim-asks', 'one', id], queryFn: ({ signal }) => api.get<AskRow>(`/api/v1/claim-asks/${id}`, undefined, signal) });
  return (
    <Drawer open title={ask.data ? `${word(t, 'claimWay', ask.data.way)} · ${ask.data.investor_name}` : t.claim.ask} size="min(560px, 100vw)" onClose={close} closable={{ 'aria-label': t.common.close }}>
      <Shown of={ask} rows={6}>
        {(one) => <Asked ask={one} close={close} />}
      </Shown>
    </Drawer>
  );
}

function Asked({ ask, close }: { ask: AskRow; close: () => void }) {
  const t = useT();
  const withdraw = useWrite((version: number, key) => api.post(`/api/v1/claim-asks/${ask.id}/withdraw`, { version }, key), { said: t.claim.askWithdrawn, refresh, onDone: close });
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.common.status, <StateTag key="state" dimension="askState" code={ask.state} />],
    [t.claim.askingUnit, ask.unit.name],
    [t.claim.unit, ask.claim.unit.name],
    [t.claim.code, ask.actions.answer.ok ? <AppLink key="claim" to={paths.claim(ask.claim.id)}>{ask.claim.code}</AppLink> : <span className="num">{ask.claim.code}</span>],
    [t.claim.askedOn, [ask.asked_on, ask.asked_by?.name].filter(Boolean).join(' · ')],
    [ask.way === 'join' ? t.claim.shareAsked : t.claim.shareKept, ask.share_bp === null ? '' : `${percentText(ask.share_bp)}%`],
    [t.claim.askText[ask.way] ?? t.claim.why, ask.text, true],
    [t.claim.answeredOn, [ask.answered_on, ask.answered_by?.name].filter(Boolean).join(' · ')],
    [t.claim.answer, ask.answer, true],
  ];
  return (
    <>
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
      {ask.actions.answer.ok && <AnswerForm ask={ask} close={close} />}
      {ask.state === 'waiting' && !ask.actions.answer.ok && (
        <div style={{ marginTop: 16 }}>
          <ActionButton action={ask.actions.withdraw} loading={withdraw.isPending} onClick={() => withdraw.mutate(ask.version)}>
            {t.claim.askWithdraw}
          </ActionButton>
        </div>
      )}
    </>
  );
}

interface Values {
  accept: boolean;
  text?: string;
  share_bp?: number | null;
}

function AnswerForm({ ask, close }: { ask: AskRow; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const accept = Form.useWatch('accept', form);
  const shares = ask.way === 'join' || ask.way === 'referral';
  const write = useWrite((values: Values, key) => api.post(`/api/v1/claim-asks/${ask.id}/answer`, { ...values, text: values.text ?? '', version: ask.version }, key), {
    said: t.claim.answered,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Form<Values> form={form} layout="vertical" initialValues={{ share_bp: ask.share_bp }} onFinish={(values) => write.mutate(values)} style={{ marginTop: 16 }}>
      <Form.Item name="accept" label={t.claim.answer} extra={accept === true ? t.claim.acceptHints[ask.way] : undefined} rules={[{ required: true, message: t.common.required }]}>
        <Radio.Group
          options={[
            { value: true, label: t.claim.accept },
            { value: false, label: t.claim.refuse },
          ]}
        />
      </Form.Item>
      {shares && accept === true && (
        <Form.Item name="share_bp" label={ask.way === 'join' ? t.claim.shareGiven : t.claim.shareKept} rules={ask.way === 'join' ? [{ required: true, message: t.common.required }] : []}>
          <ShareInput />
        </Form.Item>
      )}
      <Form.Item name="text" label={accept === false ? t.common.reason : t.common.note} rules={accept === false ? [{ required: true, whitespace: true, message: t.common.required }] : []}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={write.isPending}>
        {t.common.confirm}
      </Button>
    </Form>
  );
}
