import { Form, Input, Modal, Select } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { useWrite } from '../useWrite';
import type { LightHistory } from './types';

interface Values {
  colour: string;
  until_month: string;
  reason: string;
}

/** Asks for another colour; somebody else approves it. */
export default function ProposeDialog({ history, close }: { history: LightHistory; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const write = useWrite((values: Values, key) => api.post(`/api/v1/projects/${history.project.id}/lights`, values, key), {
    said: t.light.proposed,
    refresh: [['lights'], ['light-month'], ['light-overrides']],
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.light.propose} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.light.proposeHint}</p>
      <Form form={form} layout="vertical" initialValues={{ until_month: history.until[0] }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="colour" label={t.light.colour} rules={required}>
          <Select options={history.colours.map((one) => ({ value: one.colour, label: `${one.name} · ${one.meaning}` }))} />
        </Form.Item>
        <Form.Item name="until_month" label={t.light.until} rules={required}>
          <Select options={history.until.map((month) => ({ value: month, label: month }))} />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
