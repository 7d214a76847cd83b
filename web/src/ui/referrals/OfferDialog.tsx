import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import type { OrganisationRef, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { UnitPick } from '../pick';
import { ShareInput } from '../ShareInput';
import { useWrite } from '../useWrite';
import type { ReferralRecord } from './types';

interface Values {
  from_unit_id?: string;
  to_unit_id: string;
  why: string;
  keeps_bp?: number | null;
}

/** Offers an investor to a better placed unit, with what the giving unit keeps of the credit. */
export default function OfferDialog({ organisation, from, close, done }: { organisation: Pick<OrganisationRef, 'id' | 'name'>; from: UnitRef | undefined; close: () => void; done: (made: ReferralRecord) => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const write = useWrite(
    (values: Values, key) => api.post<ReferralRecord>('/api/v1/referrals', { organisation_id: organisation.id, ...values, from_unit_id: values.from_unit_id ?? from?.id ?? null, keeps_bp: values.keeps_bp ?? null }, key),
    { said: t.referral.offered, refresh: [['referrals'], ['investors']], onDone: done, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.referral.offer} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <p>{organisation.name}</p>
        <p className="soft">{t.referral.offerHint}</p>
        {from === undefined && (
          <Form.Item name="from_unit_id" label={t.referral.from} rules={required}>
            <UnitPick placeholder={t.referral.from} />
          </Form.Item>
        )}
        <Form.Item name="to_unit_id" label={t.referral.to} rules={required}>
          <UnitPick placeholder={t.referral.to} />
        </Form.Item>
        <Form.Item name="why" label={t.referral.why} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} placeholder={t.referral.whyHint} />
        </Form.Item>
        <Form.Item name="keeps_bp" label={t.referral.keeps} extra={t.referral.keepsHint}>
          <ShareInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
