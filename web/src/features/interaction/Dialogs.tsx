import { Form, Input, InputNumber, Modal } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import type { InteractionRecord, InteractionRules } from '@/ui/interactions/types';
import { useWrite } from '@/ui/useWrite';

interface Props {
  interaction: InteractionRecord;
  close: () => void;
}

/** The next step is done: what came of it. */
export function FinishDialog({ interaction, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ text?: string }>();
  const write = useWrite(
    ({ text }: { text?: string }, key) => api.post(`/api/v1/interactions/${interaction.id}/finish`, { text: text ?? '', version: interaction.version }, key),
    { said: t.interaction.finished, refresh: [['interactions']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.interaction.finish} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p>{interaction.next_step}</p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="text" label={t.interaction.result}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Takes out what did not take place, with the reason. */
export function RemoveDialog({ interaction, close, done }: Props & { done: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const write = useWrite(
    ({ text }: { text: string }, key) => api.post(`/api/v1/interactions/${interaction.id}/remove`, { text, version: interaction.version }, key),
    { said: t.interaction.removed, refresh: [['interactions', 'list'], ['interactions', 'of'], ['timeline']], onDone: done, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.interaction.remove} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p>{t.interaction.removeHint}</p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="text" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The days within which visits clash, and after which an investor is quiet: the office. */
export function RulesDialog({ rules, close }: { rules: InteractionRules; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<InteractionRules>();
  const write = useWrite((values: InteractionRules, key) => api.put<InteractionRules>('/api/v1/interactions/rules', values, key), {
    said: t.interaction.rulesSaved,
    refresh: [['interactions']],
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.interaction.rules} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={rules} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="clash_days" label={t.interaction.clashDays} extra={t.interaction.clashDaysHint} rules={required}>
          <InputNumber min={1} max={730} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="quiet_days" label={t.interaction.quietDays} extra={t.interaction.quietDaysHint} rules={required}>
          <InputNumber min={1} max={730} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
