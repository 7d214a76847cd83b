import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { useWrite } from '@/ui/useWrite';
import type { Anomaly } from './types';

export type Step = 'clear' | 'reopen';

/** Clears a signal with what was found, or takes that back. */
export function StepDialog({ signal, step, close }: { signal: Anomaly; step: Step; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useWrite(
    ({ reason }: { reason: string }, key) =>
      api.post<Anomaly>(`/api/v1/anomalies/${step}`, { rule: signal.rule, subject: signal.subject, fingerprint: signal.fingerprint, reason }, key),
    { said: step === 'clear' ? t.anomaly.cleared : t.anomaly.reopened, refresh: [['anomalies']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={step === 'clear' ? t.anomaly.clearTitle : t.anomaly.reopen} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p>{signal.sentence}</p>
      {step === 'clear' && <p className="soft">{t.anomaly.clearHint}</p>}
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="reason" label={step === 'clear' ? t.anomaly.reason : t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
