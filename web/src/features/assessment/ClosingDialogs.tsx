import { Form, Input, Modal, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { api } from '@/api/http';
import { useOfficeDay, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { UnitPick } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { refreshClosings, type Closing, type ClosingObjection } from './closing';

interface Props {
  closing: Closing;
  close: () => void;
}

function useStep<Values extends object>({ closing, close }: Props, path: string, said: string, form: ReturnType<typeof Form.useForm<Values>>[0], versioned = true) {
  return useWrite((values: Values, key) => api.post(`/api/v1/closings/${closing.id}/${path}`, { ...(versioned ? { version: closing.version } : {}), ...values }, key), {
    said,
    refresh: refreshClosings,
    onDone: close,
    place: () => ({ form }),
  });
}

export function Publish(props: Props) {
  const t = useT();
  const day = useOfficeDay();
  const [form] = Form.useForm<{ objections_until: string }>();
  const run = useStep(props, 'publish', t.closing.published, form);
  const first = dayjs(day).add(2, 'day').format('YYYY-MM-DD');
  return (
    <Modal open title={t.closing.publishTitle} okText={t.closing.publish} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={props.close}>
      <p className="soft">{t.closing.publishHint}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ objections_until: dayjs(day).add(6, 'day').format('YYYY-MM-DD') }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="objections_until" label={t.closing.objectionsUntil} rules={[{ required: true, message: t.common.required }]}>
          <DateInput min={first} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export function Reopen(props: Props) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const run = useStep(props, 'reopening', t.closing.reopenAsked, form);
  return (
    <Modal open title={t.closing.reopenTitle} okText={t.closing.reopen} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={props.close}>
      <p className="soft">{t.closing.reopenHint}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={500} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export function ObjectToResult(props: Props) {
  const t = useT();
  const own = useSession().roles.find((role) => role.role.startsWith('unit_'))?.unit.id;
  const [form] = Form.useForm<{ unit_id: string; item?: string; text: string }>();
  const run = useStep(props, 'objections', t.closing.objected, form, false);
  return (
    <Modal open title={t.closing.objectTitle} okText={t.closing.object} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={props.close}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={own ? { unit_id: own } : {}} onFinish={(values) => run.mutate({ ...values, item: values.item ?? '' })}>
        <Form.Item name="unit_id" label={t.closing.objectUnit} rules={[{ required: true, message: t.common.required }]}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="item" label={t.closing.item} extra={t.closing.itemHint}>
          <Select allowClear showSearch optionFilterProp="label" options={props.closing.items.map((item) => ({ value: item.code, label: item.name }))} />
        </Form.Item>
        <Form.Item name="text" label={t.closing.text} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export function AnswerObjection(props: Props & { objection: ClosingObjection }) {
  const t = useT();
  const [form] = Form.useForm<{ upheld: boolean; text: string; minutes_no: string }>();
  const run = useStep(props, `objections/${props.objection.id}/answer`, t.closing.answered, form, false);
  const required = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={t.closing.answerTitle} okText={t.closing.answer} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={props.close}>
      <p className="sentence">{props.objection.text}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ upheld: false }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="upheld" label={t.closing.upheld} extra={t.closing.upheldHint}>
          <Radio.Group
            options={[
              { value: false, label: t.closing.notUpheld },
              { value: true, label: t.closing.isUpheld },
            ]}
          />
        </Form.Item>
        <Form.Item name="text" label={t.closing.text} rules={required}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
        <Form.Item name="minutes_no" label={t.closing.minutesNo} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
