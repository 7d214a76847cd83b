import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import type { ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { DateInput } from '../DateInput';
import { ProjectPick, UnitPick, type Choice } from '../pick';
import { useWrite } from '../useWrite';
import type { ProblemRecord } from './types';

interface Values {
  project?: Choice | null;
  title: string;
  detail?: string;
  owner_unit_id: string;
  due_on: string;
}
interface Props {
  /** Of this project; the reader chooses when there is none. */
  project?: ProjectRef | undefined;
  title?: string;
  close: () => void;
}

/** Raises a problem: what it is, who is to solve it, by when. */
export default function RaiseDialog({ project, title = '', close }: Props) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  // What was written in a report may be long: its first line names the problem, the rest describes it.
  const [first = ''] = title.split('\n');
  const short = first.length <= 200 ? first : '';
  const write = useWrite(
    ({ project: chosen, ...values }: Values, key) =>
      api.post<ProblemRecord>('/api/v1/problems', { ...values, detail: values.detail ?? '', project_id: project?.id ?? chosen?.value }, key),
    { said: t.problem.raised, refresh: [['problems'], ['timeline']], onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.problem.raise} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ title: short, detail: title === short ? '' : title }}
        onFinish={(values) => write.mutate(values)}
      >
        {project ? (
          <p className="soft">
            {project.name} <span className="num">{project.code}</span>
          </p>
        ) : (
          <Form.Item name="project" label={t.problem.project} rules={required}>
            <ProjectPick />
          </Form.Item>
        )}
        <Form.Item name="title" label={t.problem.what} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="detail" label={t.problem.detail}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="owner_unit_id" label={t.problem.owner} rules={required}>
          <UnitPick placeholder={t.problem.owner} />
        </Form.Item>
        <Form.Item name="due_on" label={t.problem.due} rules={required}>
          <DateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
