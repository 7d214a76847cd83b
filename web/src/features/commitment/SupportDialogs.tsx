import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import type { SupportRecord } from '@/ui/commitments/types';
import { DateInput } from '@/ui/DateInput';
import { useWrite } from '@/ui/useWrite';
import { WanInput, readable } from '@/ui/WanInput';

interface Props {
  support: SupportRecord;
  close: () => void;
}
export type Ending = 'refuse' | 'withdraw';
const refresh = [['supports'], ['timeline']];

/** All that was applied for, or less with a reason. */
export function ApproveDialog({ support, close }: Props) {
  const t = useT();
  const words = t.commitment.support;
  interface Values {
    approved_fen: number;
    reason?: string;
  }
  const [form] = Form.useForm<Values>();
  const write = useWrite(
    ({ approved_fen, reason }: Values, key) => api.post(`/api/v1/supports/${support.id}/approve`, { approved_fen, reason: reason ?? '', version: support.version }, key),
    { said: words.approvedDone, refresh, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={words.approve} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ approved_fen: support.applied_fen }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="approved_fen" label={words.approvedFen} rules={[{ required: true, message: t.common.required }, readable(t.commitment.amountBad)]}>
          <WanInput />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} extra={words.lessReason}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What was paid, when, on which voucher. */
export function PayDialog({ support, close }: Props) {
  const t = useT();
  const { server } = useSession();
  const words = t.commitment.support;
  interface Values {
    fen: number;
    paid_on: string;
    slip_no: string;
  }
  const [form] = Form.useForm<Values>();
  const write = useWrite((values: Values, key) => api.post(`/api/v1/supports/${support.id}/pay`, { ...values, version: support.version }, key), {
    said: words.paidDone,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={words.pay} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ fen: support.approved_fen - support.paid_fen, paid_on: server.as_of }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="fen" label={words.payFen} rules={[...required, readable(t.commitment.amountBad)]}>
          <WanInput />
        </Form.Item>
        <Form.Item name="paid_on" label={words.paidDay} rules={required}>
          <DateInput max={server.as_of} />
        </Form.Item>
        <Form.Item name="slip_no" label={words.slip} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** A step that needs no more than a reason. */
export function ReasonDialog({ support, what, no, close }: Props & { what: Ending | 'reverse'; no?: number }) {
  const t = useT();
  const words = t.commitment.support;
  const [form] = Form.useForm<{ reason: string }>();
  const title = { refuse: words.refuse, withdraw: words.withdraw, reverse: words.reverseTitle }[what];
  const said = { refuse: words.refusedDone, withdraw: words.withdrawnDone, reverse: words.reversedDone }[what];
  const write = useWrite(
    ({ reason }: { reason: string }, key) =>
      api.post(`/api/v1/supports/${support.id}/${what}`, { reason, version: support.version, ...(no === undefined ? {} : { no }) }, key),
    { said, refresh, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={title} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
