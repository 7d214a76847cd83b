import { Form, Input, Modal, Radio } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import type { AdmissionRecord, Opinion } from '@/ui/admissions/types';
import { DateInput } from '@/ui/DateInput';
import { UnitPick } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';

interface Props {
  review: AdmissionRecord;
  close: () => void;
}
const refresh = [['admissions'], ['timeline'], ['projects'], ['commitments']];

/** Which department is asked for which opinion. */
export function AskDialog({ review, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<Record<string, string>>();
  const before = new Map(review.opinions.map((one) => [one.subject, one.unit.id]));
  const write = useWrite(
    (values: Record<string, string>, key) =>
      api.post(`/api/v1/admissions/${review.id}/ask`, { opinions: review.needed.map((subject) => ({ subject, unit_id: values[subject] })), version: review.version }, key),
    { said: t.admission.asked, refresh, onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.admission.ask} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.admission.askHint(review.days)}</p>
      <Form form={form} layout="vertical" initialValues={Object.fromEntries(before)} onFinish={(values) => write.mutate(values)}>
        {review.needed.map((subject) => (
          <Form.Item key={subject} name={subject} label={word(t, 'subject', subject)} rules={[{ required: true, message: t.common.required }]}>
            <UnitPick placeholder={t.admission.department} />
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}

/** The opinion of a department. */
export function AnswerDialog({ review, opinion, close }: Props & { opinion: Opinion }) {
  const t = useT();
  interface Values {
    verdict: string;
    text?: string;
    condition_text?: string;
    condition_unit_id?: string;
    condition_due_on?: string;
  }
  const [form] = Form.useForm<Values>();
  const verdict = Form.useWatch('verdict', form);
  const conditional = verdict === 'conditional';
  const write = useWrite(
    (values: Values, key) =>
      api.post(
        `/api/v1/admissions/${review.id}/opinion`,
        {
          no: opinion.no,
          verdict: values.verdict,
          text: values.text ?? '',
          condition_text: conditional ? (values.condition_text ?? '') : '',
          condition_unit_id: conditional ? (values.condition_unit_id ?? null) : null,
          condition_due_on: conditional ? (values.condition_due_on ?? null) : null,
          version: review.version,
        },
        key,
      ),
    { said: t.admission.answeredDone, refresh, onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  const written = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={`${t.admission.answer} · ${word(t, 'subject', opinion.subject)}`} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="verdict" label={t.admission.verdict} rules={required}>
          <Radio.Group options={options(t, 'verdict')} />
        </Form.Item>
        <Form.Item name="text" label={t.admission.clause} rules={verdict === 'agree' ? [] : written}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} />
        </Form.Item>
        {conditional && (
          <>
            <Form.Item name="condition_text" label={t.admission.condition} rules={written}>
              <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
            </Form.Item>
            <Form.Item name="condition_unit_id" label={t.admission.conditionUnit} rules={required}>
              <UnitPick placeholder={t.admission.conditionUnit} />
            </Form.Item>
            <Form.Item name="condition_due_on" label={t.admission.conditionDue} rules={required}>
              <DateInput />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}

/** The meeting that decides. */
export function MeetDialog({ review, close }: Props) {
  const t = useT();
  const { server } = useSession();
  interface Values {
    held_on: string;
    place: string;
    attendees: string;
    minutes_no: string;
  }
  const [form] = Form.useForm<Values>();
  const write = useWrite((values: Values, key) => api.post(`/api/v1/admissions/${review.id}/meeting`, { ...values, version: review.version }, key), {
    said: t.admission.met,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  const written = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={t.admission.meet} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ held_on: server.as_of }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="held_on" label={t.admission.heldOn} rules={[{ required: true, message: t.common.required }]}>
          <DateInput max={server.as_of} />
        </Form.Item>
        <Form.Item name="place" label={t.admission.place} rules={written}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="attendees" label={t.admission.attendees} rules={written}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="minutes_no" label={t.admission.minutes} rules={written}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Passed, supplement, deferred, rejected: by a reviewer who had no part in it. */
export function ConcludeDialog({ review, close }: Props) {
  const t = useT();
  interface Values {
    conclusion: string;
    text?: string;
  }
  const [form] = Form.useForm<Values>();
  const conclusion = Form.useWatch('conclusion', form);
  const against = review.opinions.some((one) => one.round === review.round && one.verdict === 'against');
  const said = conclusion !== 'passed' || against;
  const write = useWrite(({ conclusion: to, text }: Values, key) => api.post(`/api/v1/admissions/${review.id}/conclude`, { conclusion: to, text: text ?? '', version: review.version }, key), {
    said: t.admission.concluded,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.admission.conclude} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="conclusion" label={t.admission.conclusion} rules={[{ required: true, message: t.common.required }]} extra={t.admission.passHint}>
          <Radio.Group options={Object.entries(t.admission.conclusions).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="text" label={t.admission.conclusionText} rules={said ? [{ required: true, whitespace: true, message: t.common.required }] : []}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Takes a review back, with a reason. */
export function WithdrawDialog({ review, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useWrite(({ reason }: { reason: string }, key) => api.post(`/api/v1/admissions/${review.id}/withdraw`, { reason, version: review.version }, key), {
    said: t.admission.withdrawn,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.admission.withdraw} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
