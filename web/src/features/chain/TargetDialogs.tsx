import { Form, Input, Modal, Select } from 'antd';
import dayjs from 'dayjs';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import type { OrganisationRef } from '@/api/types';
import { useT } from '@/i18n';
import type { Target, TargetRecord } from '@/ui/chains/types';
import { DateInput } from '@/ui/DateInput';
import { OrganisationPick, ProjectPick, UnitPick, type Choice } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';
import { CHAINS } from './queries';

/** Days that a unit has unless another day is said. */
export const DAYS = 30;

interface AimProps {
  link: string;
  /** Chosen already, among those that fit. */
  organisation?: OrganisationRef | undefined;
  reason?: string;
  unit: string;
  close: () => void;
  done?: () => void;
}

/** Makes a firm a target and gives it to a unit. */
export function AimDialog({ link, organisation, reason, unit, close, done }: AimProps) {
  const t = useT();
  const today = useOfficeDay();
  const [form] = Form.useForm<{ organisation_id: Choice; unit_id: string; due_on: string; reason?: string }>();
  const write = useWrite(
    ({ organisation_id, ...values }: { organisation_id: Choice; unit_id: string; due_on: string; reason?: string }, key) =>
      api.post<TargetRecord>(`/api/v1/chain-links/${link}/targets`, { ...values, organisation_id: organisation_id.value, reason: values.reason ?? '' }, key),
    {
      said: t.chain.aimed,
      refresh: CHAINS,
      onDone: () => {
        close();
        done?.();
      },
      place: () => ({ form }),
    },
  );
  const required = [{ required: true, message: t.common.required }];
  const first = {
    organisation_id: organisation && { value: organisation.id, label: organisation.name },
    unit_id: unit,
    due_on: dayjs(today).add(DAYS, 'day').format('YYYY-MM-DD'),
    reason: reason ?? '',
  };
  return (
    <Modal open title={t.chain.targetAdd} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="organisation_id" label={t.chain.organisation} rules={required}>
          <OrganisationPick />
        </Form.Item>
        <Form.Item name="unit_id" label={t.chain.unit} rules={required}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="due_on" label={t.chain.due} rules={required}>
          <DateInput min={today} />
        </Form.Item>
        <Form.Item name="reason" label={t.chain.why}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface Step {
  outcome: string;
  text?: string;
  project_id?: Choice | null;
}

/** Tells how far a target is. */
export function StepDialog({ target, close }: { target: Target; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Step>();
  const outcome = Form.useWatch('outcome', form);
  const write = useWrite(
    ({ project_id, ...values }: Step, key) =>
      api.post<TargetRecord>(`/api/v1/chain-targets/${target.id}/step`, { ...values, text: values.text ?? '', project_id: project_id?.value ?? null, version: target.version }, key),
    { said: t.chain.told, refresh: CHAINS, onDone: close, place: () => ({ form }) },
  );
  const choices = options(t, 'chainOutcome').filter((one) => one.value !== target.outcome);
  const order = ['to_contact', 'contacted', 'visiting', 'project', 'given_up'];
  const asked = outcome === 'given_up' || order.indexOf(outcome ?? '') < order.indexOf(target.outcome);
  const next = order[order.indexOf(target.outcome) + 1] ?? 'to_contact';
  return (
    <Modal open title={`${t.chain.tell}${t.common.colon}${target.organisation?.name ?? target.link}`} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ outcome: next }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="outcome" label={t.chain.outcome}>
          <Select options={choices} />
        </Form.Item>
        {outcome === 'project' && (
          <Form.Item name="project_id" label={t.chain.become} rules={[{ required: true, message: t.common.required }]}>
            <ProjectPick />
          </Form.Item>
        )}
        <Form.Item name="text" label={t.chain.said} rules={outcome !== undefined && asked ? [{ required: true, whitespace: true, message: t.common.required }] : []} extra={t.chain.saidHint}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Gives a target to another unit, or another day. */
export function ReassignDialog({ target, close }: { target: Target; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ unit_id: string; due_on: string; reason: string }>();
  const write = useWrite(
    (values: { unit_id: string; due_on: string; reason: string }, key) => api.post<TargetRecord>(`/api/v1/chain-targets/${target.id}/reassign`, { ...values, version: target.version }, key),
    { said: t.chain.reassigned, refresh: CHAINS, onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={`${t.chain.reassign}${t.common.colon}${target.organisation?.name ?? target.link}`} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ unit_id: target.unit.id, due_on: target.due_on, reason: '' }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="unit_id" label={t.chain.unit} rules={required}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="due_on" label={t.chain.due} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
