import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { ActionButton } from '@/ui/ActionButton';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import type { ProjectView, SecretView } from './types';

type Doing = 'give' | 'lift' | 'clear' | null;

/** What a write about a code name makes old: the name is shown everywhere. */
const refresh = [['projects'], ['board'], ['lights'], ['timeline']];

/** 代号与知悉范围: the code name of a project, who was cleared for it, and who has read it. */
export function SecretSection({ project, writes }: { project: ProjectView; writes: boolean }) {
  const t = useT();
  const [doing, setDoing] = useState<Doing>(null);
  const secret = useQuery({
    queryKey: ['projects', project.id, 'code-name'],
    queryFn: ({ signal }) => api.get<SecretView>(`/api/v1/projects/${project.id}/code-name`, undefined, signal),
  });
  const named = project.code_name !== null;
  // An open project says nothing to those who could not change that.
  if (!named && !writes) return null;
  return (
    <section className="panel" aria-label={t.secret.title}>
      <div className="panel-head">
        <h2>{t.secret.title}</h2>
        {secret.data && writes && (
          <ActionButton size="small" action={secret.data.actions.give} onClick={() => setDoing('give')}>
            {named ? t.secret.change : t.secret.give}
          </ActionButton>
        )}
      </div>
      <Shown of={secret} rows={2}>
        {(data) => (named ? <Known data={data} project={project.id} writes={writes} start={setDoing} /> : <p className="soft">{t.secret.openHint}</p>)}
      </Shown>
      {doing === 'give' && secret.data && <GiveDialog project={project.id} now={secret.data} close={() => setDoing(null)} />}
      {doing === 'lift' && secret.data && <LiftDialog project={project.id} now={secret.data} close={() => setDoing(null)} />}
      {doing === 'clear' && secret.data && <ClearDialog project={project.id} now={secret.data} close={() => setDoing(null)} />}
    </section>
  );
}

function Known({ data, project, writes, start }: { data: SecretView; project: string; writes: boolean; start: (doing: Doing) => void }) {
  const t = useT();
  const end = useWrite((account: string, key) => api.delete(`/api/v1/projects/${project}/clearances/${account}`, undefined, key), {
    said: t.secret.ended,
    refresh: [['projects', project, 'code-name']],
  });
  return (
    <div className="stack">
      <dl className="facts">
        <div>
          <dt>{t.secret.alias}</dt>
          <dd>
            <strong>{data.code_name?.alias}</strong>
          </dd>
        </div>
        <div>
          <dt>{t.secret.description}</dt>
          <dd>{data.code_name?.description}</dd>
        </div>
        <div>
          <dt>{t.secret.reason}</dt>
          <dd>{data.reason}</dd>
        </div>
      </dl>
      <div>
        <div className="panel-head">
          <h3>{t.secret.cleared}</h3>
          {writes && (
            <ActionButton size="small" action={data.actions.clear} onClick={() => start('clear')}>
              {t.secret.clear}
            </ActionButton>
          )}
        </div>
        <p className="soft">{t.secret.knows}</p>
        {data.cleared.length === 0 ? (
          <p className="soft">{t.secret.nobody}</p>
        ) : (
          <ul className="rows">
            {data.cleared.map((one) => (
              <li key={one.person.id}>
                <div className="grow">
                  {one.person.name}
                  <div className="soft">{one.ended_at ? t.secret.endedBy(one.ended_by?.name ?? '', instant(one.ended_at)) : one.reason}</div>
                </div>
                {!one.ended_at && data.actions.clear.ok && writes && (
                  <Button size="small" type="text" loading={end.isPending} onClick={() => end.mutate(one.person.id)}>
                    {t.secret.end}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div>
        <h3>{t.secret.reads}</h3>
        {data.reads.length === 0 ? (
          <p className="soft">{t.secret.noReads}</p>
        ) : (
          <ul className="plain-list soft">
            {data.reads.slice(0, 12).map((one) => (
              <li key={`${one.person.id}${one.read_on}`}>
                {one.person.name} <span className="num nowrap">{t.secret.readOn(one.read_on)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {writes && (
        <div>
          <ActionButton size="small" action={data.actions.lift} onClick={() => start('lift')}>
            {t.secret.lift}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

interface DialogProps {
  project: string;
  now: SecretView;
  close: () => void;
}

function GiveDialog({ project, now, close }: DialogProps) {
  const t = useT();
  const [form] = Form.useForm<{ alias: string; description: string; reason: string }>();
  const write = useWrite(
    (values: { alias: string; description: string; reason: string }, key) => api.put(`/api/v1/projects/${project}/code-name`, { ...values, version: now.version }, key),
    { said: t.secret.given, refresh, onDone: close, place: () => ({ form }) },
  );
  const needed = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={now.code_name ? t.secret.change : t.secret.give} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.secret.openHint}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ alias: now.code_name?.alias, description: now.code_name?.description, reason: now.reason }}
        onFinish={(values) => write.mutate(values)}
      >
        <Form.Item name="alias" label={t.secret.alias} extra={t.secret.aliasHint} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="description" label={t.secret.description} extra={t.secret.descriptionHint} rules={needed}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="reason" label={t.secret.reason} rules={needed}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function LiftDialog({ project, now, close }: DialogProps) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useWrite((values: { reason: string }, key) => api.post(`/api/v1/projects/${project}/code-name/lift`, { ...values, version: now.version }, key), {
    said: t.secret.lifted,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.secret.lift} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p>{t.secret.liftHint}</p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="reason" label={t.secret.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function ClearDialog({ project, now, close }: DialogProps) {
  const t = useT();
  const [form] = Form.useForm<{ account_id: string; reason: string }>();
  const write = useWrite((values: { account_id: string; reason: string }, key) => api.post(`/api/v1/projects/${project}/clearances`, values, key), {
    said: t.secret.wasCleared,
    refresh: [['projects', project, 'code-name']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.secret.clear} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="account_id" label={t.secret.person} rules={[{ required: true, message: t.common.required }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={now.people.map((one) => ({ value: one.id, label: one.name }))} />
        </Form.Item>
        <Form.Item name="reason" label={t.secret.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
