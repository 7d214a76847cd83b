import { Form, Input, Modal, Select } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay, useSession } from '@/api/session';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import { Needs } from './StageBar';
import type { ProjectView } from './types';

interface Props {
  project: ProjectView;
  close: () => void;
}

/** What a move needs to know; a card of the board knows it too. */
type Movable = Pick<ProjectView, 'id' | 'version' | 'next_stages'> & Partial<Pick<ProjectView, 'missing' | 'holes' | 'stage_log'>> & { stage_since_on?: string };
interface Step {
  to: string;
  happened_on: string;
  reason?: string;
}

/** Something happened to the project: what, on which day, and why. */
function StepDialog({ close, title, label, choices, initial, said, reasonNeeded, after, send, children }: Pick<Props, 'close'> & {
  children?: ReactNode;
  title: string;
  label: string;
  choices: { value: string; label: string }[];
  initial: string | undefined;
  said: string;
  reasonNeeded: boolean | null;
  /** Not before this day. */
  after: string | undefined;
  send: (step: Step, key: string) => Promise<unknown>;
}) {
  const t = useT();
  const { server } = useSession();
  const today = useOfficeDay();
  const [form] = Form.useForm<Step>();
  const write = useWrite(send, {
    said,
    refresh: [['projects'], ['review'], ['board']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={title} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ to: initial, happened_on: after && after > today ? after : today }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="to" label={label} rules={[{ required: true, message: t.common.required }]}>
          <Select options={choices} />
        </Form.Item>
        <Form.Item name="happened_on" label={t.project.happenedOn} rules={[{ required: true, message: t.common.required }]}>
          <DateInput max={server.today} />
        </Form.Item>
        {reasonNeeded !== null && (
          <Form.Item name="reason" label={t.common.reason} rules={reasonNeeded ? [{ required: true, whitespace: true, message: t.common.required }] : []}>
            <Input.TextArea rows={3} maxLength={500} />
          </Form.Item>
        )}
      </Form>
      {children}
    </Modal>
  );
}

/** The day of the last step: the next cannot lie before it. */
const lastStep = (log: ProjectView['stage_log']): string | undefined => log[log.length - 1]?.holds_on;

export function AdvanceDialog({ project, name, to, close }: { project: Movable; name?: string; to?: string; close: () => void }) {
  const t = useT();
  const needs = [...(project.holes ?? []), ...(project.missing ?? [])];
  const choices = project.next_stages.map((value) => ({ value, label: word(t, 'stage', value) }));
  return (
    <StepDialog
      close={close}
      title={name ? `${t.project.advance} · ${name}` : t.project.advance}
      label={t.project.advanceTo}
      choices={choices}
      initial={to ?? project.next_stages.slice(-1)[0]}
      said={t.project.advanced}
      reasonNeeded={false}
      after={project.stage_log ? lastStep(project.stage_log) : project.stage_since_on}
      send={({ to, happened_on, reason }, key) =>
        api.post(`/api/v1/projects/${project.id}/advance`, { to_stage: to, happened_on, reason: reason ?? '', version: project.version }, key)
      }
    >
      {needs[0] && <Needs title={t.common.withUnit(t.project.nextMissing, word(t, 'stage', needs[0].stage))} list={needs} />}
    </StepDialog>
  );
}

export function StatusDialog(props: Props) {
  const t = useT();
  const { project } = props;
  return (
    <StepDialog
      {...props}
      title={t.project.setStatus}
      label={t.project.statusTo}
      choices={options(t, 'status').filter((option) => option.value !== project.status)}
      initial={undefined}
      said={t.project.statusSet}
      reasonNeeded
      after={lastStep(project.stage_log)}
      send={({ to, happened_on, reason }, key) =>
        api.post(`/api/v1/projects/${project.id}/status`, { to_status: to, happened_on, reason: reason ?? '', version: project.version }, key)
      }
    />
  );
}

export function ClaimDialog(props: Props) {
  const t = useT();
  const { project } = props;
  const taken = project.recognitions.filter((one) => one.state !== 'rejected').map((one) => one.event);
  const choices = options(t, 'recognitionEvent').filter((option) => !taken.includes(option.value));
  return (
    <StepDialog
      {...props}
      title={t.project.claimRecognition}
      label={t.project.event}
      choices={choices}
      initial={choices[0]?.value}
      said={t.project.claimed}
      reasonNeeded={null}
      after={undefined}
      send={({ to, happened_on }, key) => api.post(`/api/v1/projects/${project.id}/recognitions`, { event: to, happened_on }, key)}
    />
  );
}
