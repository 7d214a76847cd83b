import { Form, Input, Modal, Select } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay, useSession } from '@/api/session';
import type { ReactNode } from 'react';
import { useT, type Dict } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { AreaPick } from '@/ui/pick';
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
  ending?: { reason?: string; winner_area?: string; winner?: string; lesson?: string };
}

/** Something happened to the project: what, on which day, and why. */
function StepDialog({ close, title, label, choices, initial, said, reasonNeeded, after, send, more, children }: Pick<Props, 'close'> & {
  /** Fields that a choice asks for beside. */
  more?: (to: string | undefined) => ReactNode;
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
  const to = Form.useWatch('to', form);
  const write = useWrite(send, {
    said,
    refresh: [['projects'], ['review'], ['board'], ['keeping'], ['losses']],
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
        {more?.(to)}
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
      choices={statusChoices(t, project)}
      more={(to) => (to === 'lost' || to === 'terminated' ? <EndingFields /> : null)}
      initial={undefined}
      said={t.project.statusSet}
      reasonNeeded
      after={lastStep(project.stage_log)}
      send={({ to, happened_on, reason, ending }, key) =>
        api.post(
          `/api/v1/projects/${project.id}/status`,
          { to_status: to, happened_on, reason: reason ?? '', ending: ending ? { ...ending, winner: ending.winner ?? '', lesson: ending.lesson ?? '' } : null, version: project.version },
          key,
        )
      }
    />
  );
}

const SIGNED = ['signed', 'registered', 'approvals', 'construction', 'completed', 'production', 'at_capacity'];

/** Before signing a project is lost, after it terminated; nobody puts it out of the library by hand. */
function statusChoices(t: Dict, project: ProjectView) {
  const never = ['left', project.status, SIGNED.includes(project.stage) ? 'lost' : 'terminated'];
  return options(t, 'status').filter(({ value }) => !never.includes(value));
}

/** Why it was given up, who won it, what was learnt. */
function EndingFields() {
  const t = useT();
  return (
    <>
      <Form.Item name={['ending', 'reason']} label={t.loss.reason} rules={[{ required: true, message: t.common.required }]}>
        <Select options={options(t, 'lossReason').filter((one) => one.value !== 'unknown')} />
      </Form.Item>
      <Form.Item name={['ending', 'winner_area']} label={t.loss.area} extra={t.loss.areaHint}>
        <AreaPick />
      </Form.Item>
      <Form.Item name={['ending', 'winner']} label={t.loss.winnerText} extra={t.loss.winnerHint}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name={['ending', 'lesson']} label={t.loss.lesson} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
        <Input.TextArea rows={2} />
      </Form.Item>
    </>
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
