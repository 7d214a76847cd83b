import { Form, Input, Modal, Radio } from 'antd';
import { api } from '@/api/http';
import type { ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { useWrite } from '../useWrite';
import { options, word } from '../words';
import type { AdmissionRecord, SheetCheck } from './types';

/** Asks for the review of a project. */
export function RequestDialog({ project, close }: { project: ProjectRef; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ note?: string }>();
  const write = useWrite(({ note }: { note?: string }, key) => api.post<AdmissionRecord>('/api/v1/admissions', { project_id: project.id, note: note ?? '' }, key), {
    said: t.admission.requested,
    refresh: [['admissions'], ['projects', project.id], ['timeline']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.admission.request} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <p className="soft">
          {project.name} <span className="num">{project.code}</span>
        </p>
        <Form.Item name="note" label={t.common.withUnit(t.admission.note, t.common.optional)}>
          <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface CheckProps {
  project: string;
  check: SheetCheck;
  close: () => void;
}

/** What came of looking into one thing. */
export function CheckDialog({ project, check, close }: CheckProps) {
  const t = useT();
  interface Values {
    finding: string;
    text: string;
  }
  const [form] = Form.useForm<Values>();
  const write = useWrite((values: Values, key) => api.put(`/api/v1/projects/${project}/due-diligence/${check.item}`, { ...values, version: check.version }, key), {
    said: t.admission.filled,
    refresh: [['projects', project]],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={word(t, 'check', check.item)} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ finding: check.finding ?? 'clear', text: check.text }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="finding" label={t.admission.finding}>
          <Radio.Group options={options(t, 'finding')} />
        </Form.Item>
        <Form.Item name="text" label={t.admission.found} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** A reviewer answers for going on in spite of a risk. */
export function SignDialog({ project, check, close }: CheckProps) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const write = useWrite(
    ({ text }: { text: string }, key) => api.post(`/api/v1/projects/${project}/due-diligence/${check.item}/sign`, { text, version: check.version }, key),
    { said: t.admission.signed, refresh: [['projects', project]], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={`${t.admission.sign} · ${word(t, 'check', check.item)}`} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <p>{check.text}</p>
        <Form.Item name="text" label={t.admission.signText} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** A second reviewer answers for a contract that comes very fast for its size. */
export function SecondDialog({ project, close }: { project: string; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const write = useWrite(({ text }: { text: string }, key) => api.post(`/api/v1/projects/${project}/second-signature`, { text }, key), {
    said: t.admission.signed,
    refresh: [['projects', project]],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.admission.second} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <p>{t.admission.fast}</p>
        <Form.Item name="text" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
