import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { DateInput } from '../DateInput';
import { useWrite } from '../useWrite';

interface Values {
  until_on?: string;
  reason: string;
}

/** The office confirms that a project leaves the library, or lets it stand still until a day. */
export function Decide({ project, what, close }: { project: { id: string; version: number }; what: 'evict' | 'extend'; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const [form] = Form.useForm<Values>();
  const write = useWrite((values: Values, key) => api.post(`/api/v1/projects/${project.id}/${what}`, { ...values, version: project.version }, key), {
    said: what === 'evict' ? t.keeping.evicted : t.keeping.extended,
    refresh: [['projects'], ['keeping'], ['board']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={what === 'evict' ? t.keeping.evict : t.keeping.extend} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      {what === 'evict' && <p>{t.keeping.evictHint}</p>}
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        {what === 'extend' && (
          <Form.Item name="until_on" label={t.keeping.until} rules={[{ required: true, message: t.common.required }]}>
            <DateInput min={server.today} />
          </Form.Item>
        )}
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
