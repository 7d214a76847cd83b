import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { ShareInput } from '@/ui/ShareInput';
import { useWrite } from '@/ui/useWrite';
import { readable, WanInput } from '@/ui/WanInput';
import { options, word } from '@/ui/words';
import { profileKey } from './Profile';
import type { Registration as Registered } from '@/ui/network/types';
import type { Profile } from './types';

/** Whether it is registered as one that introduces investors, since when and on which terms. */
export function Introducer({ id, profile }: { id: string; profile: Profile }) {
  const t = useT();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const one = profile.introducer;
  return (
    <>
      <div className="panel-head">
        <h2>{t.profile.introducer}</h2>
        {can('investor.write') && (
          <ActionButton size="small" action={profile.register} onClick={() => setOpen(true)}>
            {one ? t.common.edit : t.profile.register}
          </ActionButton>
        )}
      </div>
      {one ? (
        <dl className="facts">
          <div>
            <dt>{t.profile.introducerKind}</dt>
            <dd>{word(t, 'introducerKind', one.role)}</dd>
          </div>
          <div>
            <dt>{t.profile.registeredOn}</dt>
            <dd className="num">{one.registered_on}</dd>
          </div>
          {one.valid_until && (
            <div>
              <dt>{t.profile.validUntil}</dt>
              <dd className="num">{one.valid_until}</dd>
            </div>
          )}
          {one.reward_bp !== null && (
            <div>
              <dt>{t.network.rewardShare}</dt>
              <dd>{t.network.rewardOf(percentText(one.reward_bp))}</dd>
            </div>
          )}
          <div className="wide">
            <dt>{t.profile.terms}</dt>
            <dd>{one.terms}</dd>
          </div>
          <div className="wide">
            <dt>{t.network.projects}</dt>
            <dd>
              <AppLink to={paths.introducer(id)}>{t.profile.brought}</AppLink>
            </dd>
          </div>
        </dl>
      ) : (
        <p className="soft">{t.profile.notRegistered}</p>
      )}
      {open && <RegisterDialog id={id} one={one} close={() => setOpen(false)} />}
    </>
  );
}

interface Values {
  introducer_kind: string;
  terms: string;
  valid_until?: string | null;
  agreement?: string;
  reward_bp?: number | null;
  reward_cap_fen?: number | null;
  independent?: boolean;
}

function RegisterDialog({ id, one, close }: { id: string; one: Registered | null; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const write = useWrite(
    (values: Values, key) =>
      api.put<Registered>(`/api/v1/organisations/${id}/introducer`, { ...values, valid_until: values.valid_until ?? null, agreement: values.agreement ?? '', reward_bp: values.reward_bp ?? null, reward_cap_fen: values.reward_cap_fen ?? null, independent: values.independent === true, version: one?.version ?? 0 }, key),
    { said: t.common.saved, refresh: [profileKey(id), ['network'], ['introducers']], onDone: close, place: () => ({ form, stale: { resolve: close } }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.profile.registerTitle} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.profile.registerHint}</p>
      <Form form={form} layout="vertical" initialValues={one ? { ...one, introducer_kind: one.role } : {}} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="introducer_kind" label={t.profile.introducerKind} rules={required}>
          <Select options={options(t, 'introducerKind')} />
        </Form.Item>
        <Form.Item name="terms" label={t.profile.terms} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={300} placeholder={t.profile.termsHint} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="agreement" label={t.network.agreement}>
            <Input maxLength={200} placeholder={t.profile.agreementHint} />
          </Form.Item>
          <Form.Item name="valid_until" label={t.profile.validUntil}>
            <DateInput />
          </Form.Item>
        </div>
        <div className="cols">
          <Form.Item name="reward_bp" label={t.profile.rewardOf}>
            <ShareInput />
          </Form.Item>
          <Form.Item name="reward_cap_fen" label={t.network.rewardCap} rules={[readable(t.profile.amountWrong)]}>
            <WanInput />
          </Form.Item>
        </div>
        <Form.Item name="independent" valuePropName="checked">
          <Checkbox>{t.profile.independent}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}
