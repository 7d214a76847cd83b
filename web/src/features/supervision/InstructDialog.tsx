import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { ProjectPick, unitsQuery, type Choice } from '@/ui/pick';
import type { InstructionRecord } from '@/ui/supervision/types';
import { useWrite } from '@/ui/useWrite';

interface Values {
  leader: string;
  instructed_on: string;
  title: string;
  text: string;
  project?: Choice | null;
  unit_ids: string[];
  due_on: string;
}

/** Keeps what a leader instructed, word for word, and hands it to units. */
export function InstructDialog({ close }: { close: () => void }) {
  const t = useT();
  const today = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const write = useWrite(
    ({ project, ...values }: Values, key) => api.post<InstructionRecord>('/api/v1/instructions', { ...values, project_id: project?.value ?? null }, key),
    { said: (made) => t.supervision.instructed(made.code), refresh: [['instructions'], ['supervisions'], ['timeline']], onDone: close, place: () => ({ form }) },
  );
  const filled = [{ required: true, whitespace: true, message: t.common.required }];
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.supervision.instruct} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ instructed_on: today }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="leader" label={t.supervision.leader} rules={filled}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="instructed_on" label={t.supervision.instructedOn} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="title" label={t.supervision.instructedWhat} rules={filled}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="text" label={t.supervision.instructedText} rules={filled}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="project" label={t.supervision.project}>
          <ProjectPick />
        </Form.Item>
        <Form.Item name="unit_ids" label={t.supervision.handTo} rules={required}>
          <UnitsPick />
        </Form.Item>
        <Form.Item name="due_on" label={t.supervision.due} rules={required}>
          <DateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Several units, found by typing. */
export function UnitsPick({ id, value, onChange }: { id?: string; value?: string[]; onChange?: (value: string[]) => void }) {
  const t = useT();
  const units = useQuery(unitsQuery);
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      placeholder={t.project.unitHint}
      value={value ?? []}
      onChange={(next: string[]) => onChange?.(next)}
      options={(units.data?.items ?? []).map((unit) => ({ value: unit.id, label: unit.name }))}
      loading={units.isPending}
      showSearch={{ optionFilterProp: 'label' }}
    />
  );
}
