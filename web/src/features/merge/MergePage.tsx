import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { fieldNames } from './JoinPage';
import { Moves } from './Moves';
import './merge.css';
import type { MergeRecord } from './types';

/** One merge: what went where, what moved, and its undoing. */
export default function MergePage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const merge = useQuery({
    queryKey: ['merges', 'one', id],
    queryFn: ({ signal }) => api.get<MergeRecord>(`/api/v1/merges/${id}`, undefined, signal),
  });
  if (merge.data) return <Record merge={merge.data} />;
  return (
    <Page title={t.merge.one} crumbs={[{ label: t.merge.title, to: paths.merges }]}>
      <Shown of={merge} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ merge }: { merge: MergeRecord }) {
  const t = useT();
  const can = useCan();
  const [undoing, setUndoing] = useState(false);
  const labels = fieldNames(t);
  const by = (person: { name: string } | null, at: string) => [person?.name ?? t.audit.system, instant(at)].join(' · ');
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.merge.stayed, <AppLink key="into" to={paths.investor(merge.into_id)}>{merge.into_name}</AppLink>],
    [t.merge.went, merge.undone_at === null ? merge.from_name : <AppLink key="from" to={paths.investor(merge.from_id)}>{merge.from_name}</AppLink>],
    [t.merge.doneBy, by(merge.done_by, merge.done_at)],
    [t.merge.taken, merge.taken.map((field) => labels[field] ?? field).join(' · ') || t.merge.nothingTaken],
    [t.merge.reason, merge.reason, true],
    [t.merge.undoneBy, merge.undone_at && by(merge.undone_by, merge.undone_at)],
    [t.merge.undoReason, merge.undo_reason, true],
  ];
  return (
    <Page
      title={t.merge.of(merge.from_name, merge.into_name)}
      crumbs={[{ label: t.merge.title, to: paths.merges }]}
      sub={merge.undone_at === null ? <span className="tag good">{t.merge.inForce}</span> : <span className="tag">{t.merge.undone}</span>}
      actions={
        can('investor.write') &&
        merge.undone_at === null && (
          <ActionButton action={merge.actions['undo']} onClick={() => setUndoing(true)}>
            {t.merge.undo}
          </ActionButton>
        )
      }
    >
      <section className="panel" aria-label={t.merge.one}>
        <dl className="facts">
          {facts
            .filter(([, value]) => value !== '' && value !== null)
            .map(([label, value, wide]) => (
              <div key={label} className={wide ? 'wide' : ''}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </section>
      <section className="panel" aria-label={t.merge.moved}>
        <h2>{t.merge.moved}</h2>
        {merge.moves.length === 0 ? <p className="soft">{t.merge.noMoved}</p> : <Moves of={merge.moves} />}
      </section>
      {undoing && <UndoDialog merge={merge} close={() => setUndoing(false)} />}
    </Page>
  );
}

function UndoDialog({ merge, close }: { merge: MergeRecord; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const undo = useWrite(({ reason }: { reason: string }, key) => api.post<MergeRecord>(`/api/v1/merges/${merge.id}/undo`, { reason, version: merge.version }, key), {
    said: t.merge.undoDone,
    refresh: [['merges'], ['investors'], ['pick', 'organisation'], ['projects'], ['claims']],
    onDone: close,
    place: () => ({ form, stale: { resolve: close } }),
  });
  return (
    <Modal open title={t.merge.undo} onCancel={close} onOk={() => form.submit()} okText={t.merge.undo} confirmLoading={undo.isPending} destroyOnHidden>
      <p>{t.merge.undoHint(merge.into_name)}</p>
      <Form form={form} layout="vertical" onFinish={(values) => undo.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
