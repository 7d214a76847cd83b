import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import type { CommitmentRecord } from '@/ui/commitments/types';
import { DateInput } from '@/ui/DateInput';
import { UnitPick } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { WanInput, readable } from '@/ui/WanInput';

interface Props {
  promise: CommitmentRecord;
  close: () => void;
}
const refresh = [['commitments'], ['timeline']];

/** How a promise stands now, with what proves it or why. */
export function RecordDialog({ promise, to, close }: Props & { to: string }) {
  const t = useT();
  interface Values {
    text: string;
    done_fen?: number | null;
  }
  const [form] = Form.useForm<Values>();
  const performs = to === 'performed' || to === 'partly';
  const write = useWrite(
    ({ text, done_fen }: Values, key) =>
      api.post(`/api/v1/commitments/${promise.id}/record`, { state: to, text, done_fen: done_fen ?? null, version: promise.version }, key),
    { said: t.commitment.recorded, refresh, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.commitment.do[to]} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="text" label={performs ? t.commitment.proofLabel : t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={4} />
        </Form.Item>
        {performs && promise.amount_fen !== null && (
          <Form.Item
            name="done_fen"
            label={to === 'partly' ? t.commitment.doneLabel : t.common.withUnit(t.commitment.doneLabel, t.common.optional)}
            rules={[...(to === 'partly' ? [{ required: true, message: t.common.required }] : []), readable(t.commitment.amountBad)]}
          >
            <WanInput />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

/** The office gives it to another unit, or another date. */
export function AmendDialog({ promise, close }: Props) {
  const t = useT();
  interface Values {
    owner_unit_id: string;
    due_on: string;
    reason: string;
  }
  const [form] = Form.useForm<Values>();
  const write = useWrite((values: Values, key) => api.post(`/api/v1/commitments/${promise.id}/amend`, { ...values, version: promise.version }, key), {
    said: t.commitment.amended,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.commitment.doAmend} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ owner_unit_id: promise.owner_unit.id, due_on: promise.due_on, reason: '' }}
        onFinish={(values) => write.mutate(values)}
      >
        <Form.Item name="owner_unit_id" label={t.commitment.owner} rules={required}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="due_on" label={t.commitment.due} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
