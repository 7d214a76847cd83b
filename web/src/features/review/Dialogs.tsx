import { Form, Input, Modal, Radio, Select } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { UnitPick } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { readable, WanInput } from '@/ui/WanInput';
import { refreshRounds } from './RoundPage';
import type { Objection, Round, RoundItem } from './types';

interface Props {
  round: Round;
  item: RoundItem;
  close: () => void;
}

export function OpinionDialog({ round, item, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ unit_id: string; agrees: boolean; text?: string }>();
  const agrees = Form.useWatch('agrees', form);
  const mine = round.departments.filter((one) => one.mine);
  const run = useWrite(
    (values: { unit_id: string; agrees: boolean; text?: string }, key) => api.post(`/api/v1/rounds/${round.id}/opinions`, { ...values, text: values.text ?? '', fund_id: item.fund_id }, key),
    { said: t.review.said, refresh: refreshRounds, onDone: close, place: () => ({ form }) },
  );
  const before = item.opinions.find((one) => one.unit.id === mine[0]?.unit.id);
  return (
    <Modal open title={t.review.opineTitle(item.code)} okText={t.common.save} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={close}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ unit_id: mine[0]?.unit.id, agrees: before?.agrees ?? true, text: before?.text ?? '' }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="unit_id" label={t.review.as}>
          <Select options={mine.map((one) => ({ value: one.unit.id, label: one.unit.name }))} />
        </Form.Item>
        <Form.Item name="agrees" label={t.review.opinionText}>
          <Radio.Group
            options={[
              { value: true, label: t.review.agree },
              { value: false, label: t.review.against },
            ]}
          />
        </Form.Item>
        <Form.Item name="text" label={t.common.reason} extra={t.review.opinionHint} rules={[{ required: agrees === false, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export function ObjectDialog({ round, item, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ unit_id: string; text: string }>();
  const run = useWrite((values: { unit_id: string; text: string }, key) => api.post(`/api/v1/rounds/${round.id}/objections`, { ...values, fund_id: item.fund_id }, key), {
    said: t.review.objected,
    refresh: refreshRounds,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.review.objectTitle(item.code)} okText={t.review.object} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={close}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ unit_id: item.unit.id }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="unit_id" label={t.review.objectUnit} rules={[{ required: true, message: t.common.required }]}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="text" label={t.review.objectText} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={500} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface Answer {
  upheld: boolean;
  right_fen?: number | null;
  text: string;
}

export function AnswerDialog({ round, objection, close }: Props & { objection: Objection }) {
  const t = useT();
  const [form] = Form.useForm<Answer>();
  const upheld = Form.useWatch('upheld', form);
  const run = useWrite(
    (values: Answer, key) => api.post(`/api/v1/rounds/${round.id}/objections/${objection.id}/answer`, { ...values, right_fen: values.upheld ? (values.right_fen ?? null) : null }, key),
    { said: t.review.answeredNow, refresh: refreshRounds, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.review.answerTitle} okText={t.review.answer} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={close}>
      <p className="sentence">{objection.text}</p>
      <Form<Answer> form={form} layout="vertical" requiredMark={false} initialValues={{ upheld: false }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="upheld" label={t.review.upheld}>
          <Radio.Group
            options={[
              { value: false, label: t.review.notUpheld },
              { value: true, label: t.review.isUpheld },
            ]}
          />
        </Form.Item>
        {upheld && (
          <Form.Item name="right_fen" label={t.common.withUnit(t.review.rightTotal, t.common.unitName.wan)} extra={t.review.rightHint} rules={[readable(t.fund.amountWrong)]}>
            <WanInput />
          </Form.Item>
        )}
        <Form.Item name="text" label={t.review.answerText} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
