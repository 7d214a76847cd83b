import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import type { ReferralRecord } from '@/ui/referrals/types';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { StateTag } from '@/ui/words';

type Step = 'accept' | 'decline' | 'withdraw';

/** One referral: who offers which investor to whom, and what came of it. */
export default function ReferralPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const referral = useQuery({
    queryKey: ['referrals', 'one', id],
    queryFn: ({ signal }) => api.get<ReferralRecord>(`/api/v1/referrals/${id}`, undefined, signal),
  });
  if (referral.data) return <Record referral={referral.data} />;
  return (
    <Page title={t.referral.one} crumbs={[{ label: t.referral.title, to: paths.referrals }]}>
      <Shown of={referral} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ referral }: { referral: ReferralRecord }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<Step | null>(null);
  const by = (day: string | null, name: string | undefined) => [day, name].filter(Boolean).join(' · ');
  const name = referral.organisation_name;
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.referral.investor, referral.organisation_visible ? <AppLink key="o" to={paths.investor(referral.organisation_id)}>{name}</AppLink> : name],
    [t.referral.from, referral.from_unit.name],
    [t.referral.to, referral.to_unit.name],
    [t.referral.offeredOn, by(referral.offered_on, referral.offered_by?.name)],
    [t.referral.expiresOn, referral.expires_on],
    [t.referral.answeredOn, by(referral.answered_on, referral.answered_by?.name)],
    [t.referral.keeps, referral.keeps_bp === null ? t.referral.keepsNothing : `${percentText(referral.keeps_bp)}%`],
    [t.referral.claim, referral.claim_id && referral.claim_code && (can('claim.read') ? <AppLink key="c" to={paths.claim(referral.claim_id)}>{referral.claim_code}</AppLink> : referral.claim_code)],
    [t.referral.why, referral.why, true],
    [t.investor.introduction, referral.introduction, true],
    [t.referral.answer, referral.answer, true],
  ];
  const steps: { step: Step; label: string; primary?: boolean }[] = [
    { step: 'accept', label: t.referral.doAccept, primary: true },
    { step: 'decline', label: t.referral.doDecline },
    { step: 'withdraw', label: t.referral.doWithdraw },
  ];
  return (
    <Page
      title={name}
      crumbs={[{ label: t.referral.title, to: paths.referrals }]}
      sub={
        <span className="tags">
          <span className="num">{referral.code}</span>
          <StateTag dimension="referralState" code={referral.state} />
        </span>
      }
      actions={
        can('investor.write') &&
        referral.state === 'offered' &&
        steps.map((one) => (
          <ActionButton key={one.step} type={one.primary ? 'primary' : 'default'} action={referral.actions[one.step]} onClick={() => setDoing(one.step)}>
            {one.label}
          </ActionButton>
        ))
      }
    >
      <section className="panel" aria-label={t.referral.one}>
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
        {referral.state === 'accepted' && referral.keeps_bp !== null && <p className="soft">{t.referral.shareWaits}</p>}
      </section>
      {doing !== null && <StepDialog referral={referral} step={doing} close={() => setDoing(null)} />}
    </Page>
  );
}

function StepDialog({ referral, step, close }: { referral: ReferralRecord; step: Step; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const title = { accept: t.referral.doAccept, decline: t.referral.doDecline, withdraw: t.referral.doWithdraw }[step];
  const said = { accept: t.referral.accepted, decline: t.referral.declined, withdraw: t.referral.withdrawn }[step];
  const write = useWrite(
    ({ text }: { text?: string }, key) => api.post(`/api/v1/referrals/${referral.id}/${step}`, { text: text ?? '', version: referral.version }, key),
    { said, refresh: [['referrals'], ['investors'], ['claims']], onDone: close, place: () => ({ form }) },
  );
  const free = step === 'accept';
  return (
    <Modal open title={title} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        {free && <p>{t.referral.acceptHint(referral.to_unit.short_name || referral.to_unit.name)}</p>}
        <Form.Item name="text" label={free ? t.referral.note : t.common.reason} rules={free ? [] : [{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
