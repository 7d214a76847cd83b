import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { api } from '@/api/http';
import type { ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { DateInput } from '../DateInput';
import { ProjectPick, UnitPick, type Choice } from '../pick';
import { useWrite } from '../useWrite';
import { levelsQuery, useLevelName } from './queries';
import type { SupervisionRecord } from './types';

interface Values {
  project?: Choice | null;
  title: string;
  content?: string;
  unit_id: string;
  level?: string;
  due_on?: string | null;
}
interface Props {
  /** On this project; the reader may choose one when there is none. */
  project?: ProjectRef | undefined;
  /** On this problem, whose project is then that of the note. */
  problem?: { id: string; title: string; unit: string } | undefined;
  close: () => void;
}

/** Issues a note: what it is about, to whom, at which level, by when. */
export default function IssueDialog({ project, problem, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const levels = useQuery(levelsQuery);
  const named = useLevelName();
  const table = levels.data?.levels ?? [];
  const chosen = Form.useWatch('level', form) ?? table.find((one) => one.tone === 'urge')?.code;
  const level = table.find((one) => one.code === chosen);
  const praise = level?.tone === 'praise';
  const write = useWrite(
    ({ project: picked, ...values }: Values, key) =>
      api.post<SupervisionRecord>(
        '/api/v1/supervisions',
        {
          ...values,
          level: chosen,
          content: values.content ?? '',
          due_on: praise ? null : (values.due_on ?? null),
          project_id: problem ? null : (project?.id ?? picked?.value ?? null),
          problem_id: problem?.id ?? null,
        },
        key,
      ),
    { said: (made) => t.supervision.issued(made.code), refresh: [['supervisions'], ['timeline']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.supervision.issue} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={problem ? { title: problem.title.slice(0, 200), unit_id: problem.unit } : {}} onFinish={(values) => write.mutate(values)}>
        {problem ? null : project ? (
          <p className="soft">
            {project.name} <span className="num">{project.code}</span>
          </p>
        ) : (
          <Form.Item name="project" label={t.supervision.project}>
            <ProjectPick />
          </Form.Item>
        )}
        <Form.Item name="title" label={t.supervision.what} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="content" label={t.supervision.content}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="unit_id" label={t.supervision.unit} rules={[{ required: true, message: t.common.required }]}>
          <UnitPick placeholder={t.supervision.unit} />
        </Form.Item>
        <Form.Item label={t.supervision.level} htmlFor="supervision-level" extra={level?.meaning}>
          <Form.Item name="level" noStyle>
            <Select id="supervision-level" aria-label={t.supervision.level} placeholder={level ? named(level.name) : ''} options={table.map((one) => ({ value: one.code, label: named(one.name) }))} loading={levels.isPending} />
          </Form.Item>
        </Form.Item>
        {!praise && (
          <Form.Item name="due_on" label={t.supervision.due} extra={level && t.supervision.dueHint(level.days)}>
            <DateInput />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
