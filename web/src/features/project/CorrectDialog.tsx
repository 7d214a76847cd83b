import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';
import type { ProjectView, StageEntry } from './types';

interface Values {
  new_on: string;
  reason: string;
}

/** Puts the date of one entry of the log right; the old one stays in the record. */
export function CorrectDialog({ project, entry, close }: { project: ProjectView; entry: StageEntry; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const [form] = Form.useForm<Values>();
  const write = useWrite(
    (values: Values, key: string) =>
      api.post(`/api/v1/projects/${project.id}/corrections`, { ...values, log_no: entry.no, version: project.version }, key),
    { said: t.project.dateCorrected, refresh: [['projects'], ['timeline'], ['board']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal
      open
      title={t.project.correctDateOf(word(t, 'stage', entry.to_stage))}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t.common.confirm}
      confirmLoading={write.isPending}
      destroyOnHidden
    >
      <p className="soft">{t.project.correctHint(entry.holds_on)}</p>
      <Form form={form} layout="vertical" initialValues={{ new_on: entry.holds_on }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="new_on" label={t.project.correctTo} rules={[{ required: true, message: t.common.required }]}>
          <DateInput max={server.today} />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
