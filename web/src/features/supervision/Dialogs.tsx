import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { LevelTag } from '@/ui/supervision/SupervisionSection';
import type { SupervisionRecord } from '@/ui/supervision/types';
import { useWrite } from '@/ui/useWrite';

export type Step = 'answer' | 'send_back' | 'close' | 'interview' | 'cancel';

interface Props {
  note: SupervisionRecord;
  close: () => void;
}
const refresh = [['supervisions'], ['instructions'], ['timeline']];

/** A step with what is to be said of it. */
export function StepDialog({ note, step, close }: Props & { step: Step }) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const label = { answer: t.supervision.answerLabel, close: t.supervision.noteLabel, interview: t.supervision.interviewLabel, send_back: t.common.reason, cancel: t.common.reason }[step];
  const address = step === 'send_back' ? 'return' : step;
  const write = useWrite(
    ({ text }: { text?: string }, key) => api.post(`/api/v1/supervisions/${note.id}/${address}`, { text: text ?? '', version: note.version }, key),
    { said: t.supervision.done[step] ?? '', refresh, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.supervision.steps[step]} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="text" label={label} rules={step === 'close' ? [] : [{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={4} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** To the next level, with the reason and a new due date. */
export function EscalateDialog({ note, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string; due_on?: string }>();
  const write = useWrite(
    (values: { reason: string; due_on?: string }, key) =>
      api.post(`/api/v1/supervisions/${note.id}/escalate`, { reason: values.reason, due_on: values.due_on ?? null, version: note.version }, key),
    { said: t.supervision.done['escalate'] ?? '', refresh, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.supervision.steps['escalate']} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p>
        <LevelTag name={note.level.name} colour={note.level.colour} /> → {note.next_level && <LevelTag name={note.next_level.name} colour={note.next_level.colour} />}
      </p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input autoFocus maxLength={200} />
        </Form.Item>
        <Form.Item name="due_on" label={t.supervision.newDue} extra={t.supervision.newDueHint}>
          <DateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
