import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Form, Input, Modal, Progress } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { StateTag, word } from '@/ui/words';
import { Subject } from './Subject';
import { named, type HandoverRecord } from './types';

type Step = 'accept' | 'refuse' | 'withdraw';

/** One hand-over: whose things go to whom, and how far it has come. */
export default function HandoverPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const handover = useQuery({
    queryKey: ['handovers', 'one', id],
    queryFn: ({ signal }) => api.get<HandoverRecord>(`/api/v1/handovers/${id}`, undefined, signal),
  });
  if (handover.data) return <Record handover={handover.data} />;
  return (
    <Page title={t.handover.one} crumbs={[{ label: t.handover.title, to: paths.handovers }]}>
      <Shown of={handover} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ handover }: { handover: HandoverRecord }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<Step | null>(null);
  const done = handover.lines_count - handover.waiting_count;
  const mine = handover.lines.filter((line) => line.mine).length;
  const steps: { step: Step; label: string; primary?: boolean }[] = [
    { step: 'accept', label: mine > 0 ? t.handover.doAcceptOf(mine) : t.handover.doAccept, primary: true },
    { step: 'refuse', label: t.handover.doRefuse },
    { step: 'withdraw', label: t.handover.doWithdraw },
  ];
  return (
    <Page
      title={t.handover.of(named(handover.unit, handover.person))}
      crumbs={[{ label: t.handover.title, to: paths.handovers }]}
      sub={
        <span className="tags">
          <span className="num">{handover.code}</span>
          <StateTag dimension="handoverState" code={handover.state} />
        </span>
      }
      actions={
        can('investor.write') &&
        handover.state === 'waiting' &&
        steps.map((one) => (
          <ActionButton key={one.step} type={one.primary ? 'primary' : 'default'} action={handover.actions[one.step]} onClick={() => setDoing(one.step)}>
            {one.label}
          </ActionButton>
        ))
      }
    >
      <div className="stack">
        <section className="panel" aria-label={t.handover.one}>
          <dl className="facts">
            <div>
              <dt>{t.handover.openedOn}</dt>
              <dd>{[handover.opened_on, handover.opened_by?.name].filter(Boolean).join(' · ')}</dd>
            </div>
            <div>
              <dt>{t.handover.progress}</dt>
              <dd>
                <Progress size="small" percent={handover.lines_count === 0 ? 0 : Math.round((done * 100) / handover.lines_count)} aria-label={t.handover.progress} format={() => t.handover.progressOf(done, handover.lines_count)} />
              </dd>
            </div>
            <div className="wide">
              <dt>{t.handover.why}</dt>
              <dd>{handover.reason}</dd>
            </div>
          </dl>
          {handover.refused_count > 0 && handover.state !== 'waiting' && <p className="soft">{t.handover.refusedHint}</p>}
        </section>
        <section className="panel" aria-label={t.handover.lines}>
          <h2>{t.handover.lines}</h2>
          <PlainTable
            label={t.handover.lines}
            rows={handover.lines}
            rowKey={(line) => String(line.no)}
            columns={[
              { title: t.handover.kind, cell: (line) => word(t, 'heldKind', line.kind) },
              { title: t.handover.what, head: true, cell: (line) => <Subject of={line} id={line.subject} /> },
              { title: t.handover.fromWhom, cell: (line) => named(line.from_unit, line.from_person) },
              { title: t.handover.toWhom, cell: (line) => named(line.to_unit, line.to_person) },
              { title: t.common.status, cell: (line) => <StateTag dimension="handoverLineState" code={line.state} /> },
              { title: t.handover.answered, cell: (line) => [line.answered_on, line.answered_by?.name, line.answer].filter(Boolean).join(' · ') },
            ]}
          />
        </section>
        {handover.state === 'refused' && handover.person && can('investor.write') && (
          <p>
            <AppLink to={paths.openHandover} search={{ person: handover.person.id }}>
              {t.handover.again}
            </AppLink>
          </p>
        )}
      </div>
      {doing !== null && <StepDialog handover={handover} step={doing} mine={mine} close={() => setDoing(null)} />}
    </Page>
  );
}

function StepDialog({ handover, step, mine, close }: { handover: HandoverRecord; step: Step; mine: number; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const title = { accept: t.handover.doAccept, refuse: t.handover.doRefuse, withdraw: t.handover.doWithdraw }[step];
  const said = { accept: t.handover.accepted, refuse: t.handover.refused, withdraw: t.handover.withdrawn }[step];
  const write = useWrite(
    ({ text }: { text?: string }, key) => api.post(`/api/v1/handovers/${handover.id}/${step}`, { text: text ?? '', version: handover.version }, key),
    { said, refresh: [['handovers'], ['investors'], ['claims'], ['contacts'], ['interactions']], onDone: close, place: () => ({ form }) },
  );
  const free = step === 'accept';
  return (
    <Modal open title={title} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        {step !== 'withdraw' && <p>{free ? t.handover.acceptHint(mine) : t.handover.refuseHint(mine)}</p>}
        <Form.Item name="text" label={free ? t.handover.note : t.common.reason} rules={free ? [] : [{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
