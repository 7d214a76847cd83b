import { Form, Input, Modal, Radio } from 'antd';
import { api } from '@/api/http';
import type { ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { DateInput } from '../DateInput';
import { UnitPick } from '../pick';
import { useWrite } from '../useWrite';
import { WanInput, readable } from '../WanInput';
import { options } from '../words';
import type { CommitmentRecord } from './types';

interface Values {
  side: string;
  text: string;
  source: string;
  owner_unit_id: string;
  due_on: string;
  measure?: string;
  amount_fen?: number | null;
}

/** Enters what was promised: by whom, where it stands, who answers for it, by when. */
export default function EnterDialog({ project, close }: { project: ProjectRef; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const write = useWrite(
    (values: Values, key) =>
      api.post<CommitmentRecord>(
        '/api/v1/commitments',
        { ...values, measure: values.measure ?? '', amount_fen: values.amount_fen ?? null, project_id: project.id },
        key,
      ),
    { said: t.commitment.entered, refresh: [['commitments'], ['timeline']], onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  const written = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={t.commitment.enter} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ side: 'government' }} onFinish={(values) => write.mutate(values)}>
        <p className="soft">
          {project.name} <span className="num">{project.code}</span>
        </p>
        <Form.Item name="side" label={t.commitment.side}>
          <Radio.Group options={options(t, 'side')} />
        </Form.Item>
        <Form.Item name="text" label={t.commitment.text} rules={written}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="source" label={t.commitment.source} rules={written}>
          <Input maxLength={500} placeholder={t.commitment.sourceHint} />
        </Form.Item>
        <Form.Item name="owner_unit_id" label={t.commitment.owner} rules={required} extra={t.commitment.ownerHint}>
          <UnitPick placeholder={t.commitment.owner} />
        </Form.Item>
        <Form.Item name="due_on" label={t.commitment.due} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="measure" label={t.common.withUnit(t.commitment.measure, t.common.optional)}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="amount_fen" label={t.common.withUnit(t.commitment.amount, t.common.optional)} rules={[readable(t.commitment.amountBad)]}>
          <WanInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
