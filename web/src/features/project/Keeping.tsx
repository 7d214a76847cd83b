import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { ActionButton } from '@/ui/ActionButton';
import { Decide } from '@/ui/keeping/Decide';
import { Grade, Stillness } from '@/ui/keeping/Grade';
import type { KeepingView } from '@/ui/keeping/types';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';

type Doing = 'grade' | 'evict' | 'extend' | null;

/** 分级与在库: the grade with its reasons, how long the project has stood still, and what follows. */
export function KeepingSection({ project }: { project: string }) {
  const t = useT();
  const [doing, setDoing] = useState<Doing>(null);
  const keeping = useQuery({
    queryKey: ['projects', project, 'keeping'],
    queryFn: ({ signal }) => api.get<KeepingView>(`/api/v1/projects/${project}/keeping`, undefined, signal),
  });
  const data = keeping.data;
  return (
    <section className="panel" aria-label={t.keeping.ofProject}>
      <div className="panel-head">
        <h2>{t.keeping.ofProject}</h2>
        {data && (data.actions.grade.ok || data.grades.length > 0) && (
          <ActionButton size="small" action={data.actions.grade} onClick={() => setDoing('grade')}>
            {t.keeping.giveGrade}
          </ActionButton>
        )}
      </div>
      <Shown of={keeping} rows={2}>
        {(all) => (
          <div className="stack">
            <p>
              {all.grade ? <Grade grade={all.grade} /> : <span className="soft">{t.keeping.ungraded}</span>} {all.grade_text}
              {all.advised && all.advised !== all.grade && <span className="soft"> {t.keeping.advised(all.advised.toUpperCase())}</span>}
            </p>
            {all.left_on ? (
              <p className="tag warn">{t.keeping.left(all.left_on)}</p>
            ) : (
              all.stillness && (
                <div>
                  <Stillness state={all.stillness} /> {t.keeping.idle(all.days_idle, all.idle_since_on)}
                  <div className="soft">{all.extended_until ? t.keeping.extendedUntil(all.extended_until) : all.leaves_on && t.keeping.willLeave(all.leaves_on)}</div>
                  {(all.actions.extend.ok || all.actions.evict.ok) && (
                    <div className="tags">
                      <ActionButton size="small" action={all.actions.evict} onClick={() => setDoing('evict')}>
                        {t.keeping.evict}
                      </ActionButton>
                      <ActionButton size="small" action={all.actions.extend} onClick={() => setDoing('extend')}>
                        {t.keeping.extend}
                      </ActionButton>
                    </div>
                  )}
                </div>
              )
            )}
            <Trail all={all} />
          </div>
        )}
      </Shown>
      {doing === 'grade' && data && <GradeDialog project={project} now={data} close={() => setDoing(null)} />}
      {(doing === 'evict' || doing === 'extend') && data && <Decide project={{ id: project, version: data.version }} what={doing} close={() => setDoing(null)} />}
    </section>
  );
}

/** Grades and decisions as they were given, the newest first. */
function Trail({ all }: { all: KeepingView }) {
  const t = useT();
  if (all.grades.length + all.decisions.length === 0) return null;
  return (
    <ul className="plain-list soft">
      {all.grades.map((one) => (
        <li key={`g${one.no}`}>
          <span className="num nowrap">{one.graded_on}</span> <Grade grade={one.grade} /> {one.reason} · {one.graded_by?.name}
        </li>
      ))}
      {all.decisions.map((one) => (
        <li key={`d${one.no}`}>
          <span className="num nowrap">{one.decided_on}</span> {one.until_on ? t.keeping.extendedUntil(one.until_on) : t.keeping.decision[one.decision]} · {one.reason} · {one.decided_by?.name}
        </li>
      ))}
    </ul>
  );
}

function GradeDialog({ project, now, close }: { project: string; now: KeepingView; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ grade: string; reason: string }>();
  const write = useWrite((values: { grade: string; reason: string }, key) => api.post(`/api/v1/projects/${project}/grade`, { ...values, version: now.version }, key), {
    said: t.keeping.graded,
    refresh: [['projects'], ['board'], ['keeping']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.keeping.giveGrade} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      {now.advised && (
        <p className="soft">
          {t.keeping.advised(now.advised.toUpperCase())}
          {t.common.colon}
          {now.advised_text}
        </p>
      )}
      <Form form={form} layout="vertical" initialValues={{ grade: now.grade === now.advised ? undefined : now.advised }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="grade" label={t.keeping.grade} rules={[{ required: true, message: t.common.required }]}>
          <Select options={options(t, 'grade').filter((one) => one.value !== now.grade)} />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
