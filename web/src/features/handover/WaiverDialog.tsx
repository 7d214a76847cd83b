import { Form, Input, Modal, Radio } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { PersonPick, UnitPick } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import type { Waiver } from './types';

interface Values {
  whose: 'person' | 'unit';
  unit_id: string;
  person_id?: string;
  why: string;
  until_on: string;
}

/** Lets somebody go, or a unit end, without a hand-over: the office, with a reason that stays. */
export function WaiverDialog({ close }: { close: () => void }) {
  const t = useT();
  const today = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const whose = Form.useWatch('whose', form) ?? 'person';
  const unit = Form.useWatch('unit_id', form);
  const write = useWrite(
    ({ whose: of, unit_id, person_id, ...rest }: Values, key) => api.post<Waiver>('/api/v1/handovers/waivers', { ...rest, ...(of === 'person' ? { person_id } : { unit_id }) }, key),
    { said: t.handover.waived, refresh: [['handovers']], onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.handover.waive} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ whose: 'person', until_on: today }} onFinish={(values) => write.mutate(values)}>
        <p className="soft">{t.handover.waiveHint}</p>
        <Form.Item name="whose" label={t.handover.whose}>
          <Radio.Group options={[{ value: 'person', label: t.handover.ofPerson }, { value: 'unit', label: t.handover.ofUnit }]} />
        </Form.Item>
        <Form.Item name="unit_id" label={t.handover.unitOne} rules={required}>
          <UnitPick placeholder={t.handover.chooseUnit} />
        </Form.Item>
        {whose === 'person' && (
          <Form.Item name="person_id" label={t.handover.person} rules={required}>
            <PersonPick unit={unit} />
          </Form.Item>
        )}
        <Form.Item name="why" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
        <Form.Item name="until_on" label={t.handover.waivedUntil} rules={required}>
          <DateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
