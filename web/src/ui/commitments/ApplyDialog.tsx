import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { DateInput } from '../DateInput';
import { UnitPick } from '../pick';
import { useWrite } from '../useWrite';
import { WanInput, readable } from '../WanInput';
import type { SupportRecord } from './types';

interface Values {
  title: string;
  basis: string;
  unit_id: string;
  applied_fen: number;
  applied_on: string;
}

/** Applies for support funds of a project. */
export default function ApplyDialog({ project, close }: { project: ProjectRef; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const [form] = Form.useForm<Values>();
  const words = t.commitment.support;
  const write = useWrite((values: Values, key) => api.post<SupportRecord>('/api/v1/supports', { ...values, project_id: project.id }, key), {
    said: words.appliedDone,
    refresh: [['supports'], ['timeline']],
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  const written = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={words.apply} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ applied_on: server.as_of }} onFinish={(values) => write.mutate(values)}>
        <p className="soft">
          {project.name} <span className="num">{project.code}</span>
        </p>
        <Form.Item name="title" label={words.name} rules={written}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="basis" label={words.basis} rules={written}>
          <Input maxLength={500} placeholder={t.commitment.sourceHint} />
        </Form.Item>
        <Form.Item name="unit_id" label={words.unit} rules={required}>
          <UnitPick placeholder={words.unit} />
        </Form.Item>
        <Form.Item name="applied_fen" label={words.applied} rules={[...required, readable(t.commitment.amountBad)]}>
          <WanInput />
        </Form.Item>
        <Form.Item name="applied_on" label={words.appliedOn} rules={required}>
          <DateInput max={server.as_of} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
