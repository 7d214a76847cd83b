import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { UnitPick } from '@/ui/pick';
import type { ProblemRecord } from '@/ui/problems/types';
import { useWrite } from '@/ui/useWrite';

export type Step = 'answer' | 'send_back' | 'close' | 'withdraw';

interface Props {
  problem: ProblemRecord;
  close: () => void;
}
const refresh = [['problems'], ['timeline']];

/** A step with what is to be said of it. */
export function StepDialog({ problem, step, close }: Props & { step: Step }) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const title = { answer: t.problem.doAnswer, send_back: t.problem.doSendBack, close: t.problem.doClose, withdraw: t.problem.doWithdraw }[step];
  const said = { answer: t.problem.answered, send_back: t.problem.sentBack, close: t.problem.closed, withdraw: t.problem.withdrawn }[step];
  const label = step === 'answer' ? t.problem.answerLabel : step === 'close' ? t.problem.noteLabel : t.common.reason;
  const address = step === 'send_back' ? 'return' : step;
  const write = useWrite(
    ({ text }: { text?: string }, key) => api.post(`/api/v1/problems/${problem.id}/${address}`, { text: text ?? '', version: problem.version }, key),
    { said, refresh, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={title} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="text" label={label} rules={step === 'close' ? [] : [{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={4} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The office gives it to another unit, or another date. */
export function AssignDialog({ problem, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ owner_unit_id: string; due_on: string; reason: string }>();
  const write = useWrite(
    (values: { owner_unit_id: string; due_on: string; reason: string }, key) =>
      api.post(`/api/v1/problems/${problem.id}/assign`, { ...values, version: problem.version }, key),
    { said: t.problem.assigned, refresh, onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.problem.doAssign} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ owner_unit_id: problem.owner_unit.id, due_on: problem.due_on, reason: '' }}
        onFinish={(values) => write.mutate(values)}
      >
        <Form.Item name="owner_unit_id" label={t.problem.owner} rules={required}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="due_on" label={t.problem.due} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
