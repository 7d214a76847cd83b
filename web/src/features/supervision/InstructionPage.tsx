import '@/ui/supervision/supervision.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Form, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { NoteItem } from '@/ui/supervision/SupervisionSection';
import type { InstructionRecord } from '@/ui/supervision/types';
import { useWrite } from '@/ui/useWrite';
import { UnitsPick } from './InstructDialog';
import { Done } from './InstructionsPage';

/** One instruction: the words of the leader, and how far each unit is. */
export default function InstructionPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const instruction = useQuery({
    queryKey: ['instructions', 'one', id],
    queryFn: ({ signal }) => api.get<InstructionRecord>(`/api/v1/instructions/${id}`, undefined, signal),
  });
  if (instruction.data) return <Record one={instruction.data} />;
  return (
    <Page title={t.supervision.instruction} crumbs={[{ label: t.supervision.instructions, to: paths.instructions }]}>
      <Shown of={instruction} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ one }: { one: InstructionRecord }) {
  const t = useT();
  const can = useCan();
  const [handing, setHanding] = useState(false);
  return (
    <Page
      title={one.title}
      crumbs={[{ label: t.supervision.instructions, to: paths.instructions }]}
      sub={
        <span className="tags">
          <span className="num">{one.code}</span>
          <Done row={one} />
        </span>
      }
      actions={
        can('supervision.write') && (
          <ActionButton action={one.actions['hand_on']} onClick={() => setHanding(true)}>
            {t.supervision.handOn}
          </ActionButton>
        )
      }
    >
      <div className="grid">
        <section className="panel span-7" aria-label={t.supervision.instruction}>
          <p className="said">{one.text}</p>
          <dl className="facts" style={{ marginTop: 12 }}>
            <div>
              <dt>{t.supervision.leader}</dt>
              <dd>{one.leader}</dd>
            </div>
            <div>
              <dt>{t.supervision.instructedOn}</dt>
              <dd className="num">{one.instructed_on}</dd>
            </div>
            {one.project && (
              <div>
                <dt>{t.supervision.project}</dt>
                <dd>
                  <AppLink to={paths.project(one.project.id)}>{one.project.name}</AppLink>
                </dd>
              </div>
            )}
            <div>
              <dt>{t.supervision.recorded}</dt>
              <dd>{[one.recorded_by?.name, instant(one.recorded_at)].filter(Boolean).join(' · ')}</dd>
            </div>
          </dl>
        </section>
        <section className="panel span-5" aria-label={t.supervision.handedTo}>
          <h2>{t.supervision.handedTo}</h2>
          <ul className="rows">
            {one.notes.map((note) => (
              <NoteItem key={note.id} note={note} />
            ))}
          </ul>
        </section>
      </div>
      {handing && <HandOnDialog one={one} close={() => setHanding(false)} />}
    </Page>
  );
}

function HandOnDialog({ one, close }: { one: InstructionRecord; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ unit_ids: string[]; due_on: string }>();
  const write = useWrite(
    (values: { unit_ids: string[]; due_on: string }, key) => api.post(`/api/v1/instructions/${one.id}/hand-on`, { ...values, version: one.version }, key),
    { said: t.supervision.handed, refresh: [['instructions'], ['supervisions'], ['timeline']], onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.supervision.handOn} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
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
