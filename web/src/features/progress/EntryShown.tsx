import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { ActionButton } from '@/ui/ActionButton';
import { useWrite } from '@/ui/useWrite';
import { Fields } from './Fields';
import { known, type Entry, type ProgressRow, type ProgressView, type Said } from './types';
import { useWithdraw } from './useWithdraw';

const RaiseDialog = lazy(() => import('@/ui/problems/RaiseDialog'));

/** What was reported, with the way to correct it and to put its problem into the ledger. */
export function EntryShown({ row, entry, week, back }: { row: ProgressRow; entry: Entry; week: string; back: (project: string) => void }) {
  const t = useT();
  const can = useCan();
  const [correcting, setCorrecting] = useState(false);
  const [raising, setRaising] = useState(false);
  const withdraw = useWithdraw(back);
  const whole = useQuery({
    queryKey: ['progress', 'one', entry.id],
    queryFn: ({ signal }) => api.get<ProgressView>(`/api/v1/progress/${entry.id}`, undefined, signal),
  });
  if (correcting) return <CorrectForm row={row} entry={entry} week={week} close={() => setCorrecting(false)} />;
  return (
    <>
      <Words said={entry} quiet={entry.no_change} />
      <p className="soft">{t.progress.said(entry.reported_by?.name ?? t.audit.system, instant(entry.reported_at))}</p>
      <div className="desk-do">
        <ActionButton action={whole.data?.actions.correct} onClick={() => setCorrecting(true)}>
          {t.progress.correct}
        </ActionButton>
        {whole.data?.actions.withdraw.ok && (
          <Button loading={withdraw.isPending} onClick={() => whole.data && withdraw.mutate(whole.data)}>
            {t.progress.withdraw}
          </Button>
        )}
        {entry.problem !== '' && can('problem.write') && <Button onClick={() => setRaising(true)}>{t.progress.toProblem}</Button>}
      </div>
      {whole.data && whole.data.corrections.length > 0 && (
        <section aria-label={t.progress.history} className="desk-history">
          <h3>{t.progress.history}</h3>
          {whole.data.corrections.map((one) => (
            <div key={one.no} className="boxed">
              <p className="soft">
                {[one.corrected_by?.name, instant(one.corrected_at), one.reason].filter(Boolean).join(' · ')}
                <br />
                {t.progress.was}
              </p>
              <Words said={one} quiet={one.no_change} />
            </div>
          ))}
        </section>
      )}
      {raising && (
        <Suspense>
          <RaiseDialog project={row.project} title={entry.problem} close={() => setRaising(false)} />
        </Suspense>
      )}
    </>
  );
}

function Words({ said, quiet }: { said: Said; quiet: boolean }) {
  const t = useT();
  if (quiet) return <p className="sentence">{t.progress.noChangeDone}</p>;
  const facts = [
    [t.progress.happened, said.happened],
    [t.progress.nextStep, [said.next_step, said.due_on && `${t.progress.due} ${said.due_on}`].filter(Boolean).join(' · ')],
    [t.progress.problem, said.problem],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <div key={label} className="wide">
            <dt>{label}</dt>
            <dd className="told">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function CorrectForm({ row, entry, week, close }: { row: ProgressRow; entry: Entry; week: string; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Said & { reason: string }>();
  const write = useWrite((values: Said & { reason: string }, key) => api.put(`/api/v1/progress/${entry.id}`, { ...values, week, version: entry.version }, key), {
    said: t.progress.corrected,
    refresh: [['progress'], ['projects'], ['timeline']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Form form={form} layout="vertical" initialValues={{ ...(entry.no_change ? known(row) : entry), reason: '' }} onFinish={(values) => write.mutate(values)}>
      <Fields first />
      <Form.Item name="reason" label={t.progress.reason}>
        <Input maxLength={500} />
      </Form.Item>
      <div className="desk-do">
        <Button type="primary" htmlType="submit" loading={write.isPending}>
          {t.progress.correctSave}
        </Button>
        <Button onClick={close}>{t.common.cancel}</Button>
      </div>
    </Form>
  );
}
