import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import type { Action, PersonRef } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';

interface SponsorView {
  leader: string;
  since_on: string | null;
  version: number;
  log: { no: number; leader: string; since_on: string; reason: string; set_by: PersonRef | null }[];
  known: string[];
  set: Action;
}

/** 包联领导: who answers for the project, and who did. */
export function Sponsor({ project }: { project: string }) {
  const t = useT();
  const [setting, setSetting] = useState(false);
  const sponsor = useQuery({
    queryKey: ['projects', project, 'sponsor'],
    queryFn: ({ signal }) => api.get<SponsorView>(`/api/v1/projects/${project}/sponsor`, undefined, signal),
  });
  return (
    <section className="panel" aria-label={t.leader.ofProject}>
      <div className="panel-head">
        <h2>{t.leader.ofProject}</h2>
        {sponsor.data?.set.ok && (
          <Button size="small" onClick={() => setSetting(true)}>
            {sponsor.data.leader ? t.leader.change : t.leader.set}
          </Button>
        )}
      </div>
      <Shown of={sponsor} rows={1}>
        {(data) => (
          <>
            {data.leader ? (
              <p>
                <AppLink to={paths.leader(data.leader)}>{data.leader}</AppLink> <span className="soft num">{t.leader.from(data.since_on ?? '')}</span>
              </p>
            ) : (
              <p className="soft">{t.leader.nobody}</p>
            )}
            {data.log.length > 1 && (
              <ul className="plain-list soft">
                {data.log.slice(1).map((entry) => (
                  <li key={entry.no}>
                    <span className="num">{entry.since_on}</span> {entry.leader || t.leader.nobody}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Shown>
      {setting && sponsor.data && <SetDialog project={project} now={sponsor.data} close={() => setSetting(false)} />}
    </section>
  );
}

function SetDialog({ project, now, close }: { project: string; now: SponsorView; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ leader?: string; since_on?: string; reason?: string }>();
  const write = useWrite(
    (values: { leader?: string; since_on?: string; reason?: string }, key) =>
      api.put(`/api/v1/projects/${project}/sponsor`, { leader: values.leader ?? '', since_on: values.since_on ?? null, reason: values.reason ?? '', version: now.version }, key),
    { said: t.leader.wasSet, refresh: [['projects', project, 'sponsor'], ['leaders']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.leader.set} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ leader: now.leader }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="leader" label={t.leader.leader} extra={now.leader ? t.leader.emptyEnds : undefined}>
          <AutoComplete allowClear options={now.known.map((value) => ({ value }))} />
        </Form.Item>
        <Form.Item name="since_on" label={t.leader.sinceOn} extra={t.leader.sinceHint}>
          <DateInput />
        </Form.Item>
        {now.leader !== '' && (
          <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
            <Input maxLength={500} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
