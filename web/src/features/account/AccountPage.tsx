import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';

interface Login {
  id: string;
  created_at: string;
  seen_at: string;
  address: string;
  agent: string;
  current: boolean;
}

const SESSIONS = ['account', 'sessions'];

export default function AccountPage() {
  const t = useT();
  const { account, roles } = useSession();
  return (
    <Page title={t.account.title}>
      {account.must_change_password && <Alert type="warning" showIcon style={{ marginBottom: 14 }} title={t.account.mustChange} />}
      <div className="grid">
        <section className="panel span-7" aria-label={t.account.who}>
          <h2>{t.account.who}</h2>
          <dl className="facts">
            <div>
              <dt>{t.account.name}</dt>
              <dd>{account.name}</dd>
            </div>
            <div>
              <dt>{t.account.login}</dt>
              <dd>{account.login}</dd>
            </div>
            <div className="wide">
              <dt>{t.account.roles}</dt>
              {roles.map((role) => (
                <dd key={`${role.role}${role.unit.id}`}>
                  {word(t, 'role', role.role)} · {role.unit.name}
                </dd>
              ))}
            </div>
          </dl>
        </section>
        <section className="panel span-5" aria-label={t.account.password}>
          <h2>{t.account.password}</h2>
          <PasswordForm />
        </section>
        <section className="panel span-12" aria-label={t.account.sessions}>
          <h2>{t.account.sessions}</h2>
          <p className="soft">{t.account.sessionsHint}</p>
          <Sessions />
        </section>
      </div>
    </Page>
  );
}

interface PasswordInput {
  current: string;
  new: string;
  again?: string;
}

function PasswordForm() {
  const t = useT();
  const { account } = useSession();
  const [form] = Form.useForm<PasswordInput>();
  const change = useWrite(({ current, new: next }: PasswordInput, key) => api.put('/api/v1/account/password', { current, new: next }, key), {
    said: t.account.changed,
    refresh: [['session'], SESSIONS],
    onDone: () => form.resetFields(),
    place: () => ({ form }),
  });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => change.mutate(values)}>
      <input type="text" autoComplete="username" value={account.login} readOnly hidden />
      <Form.Item name="current" label={t.account.current} rules={[{ required: true, message: t.common.required }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="new" label={t.account.next} extra={t.account.rule} rules={[{ required: true, message: t.common.required }, { min: 10, message: t.account.rule }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t.account.again}
        dependencies={['new']}
        rules={[
          { required: true, message: t.common.required },
          ({ getFieldValue }) => ({
            validator: (_, value) => (!value || value === getFieldValue('new') ? Promise.resolve() : Promise.reject(new Error(t.account.differ))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t.account.change}
      </Button>
    </Form>
  );
}

function Sessions() {
  const t = useT();
  const sessions = useQuery({
    queryKey: SESSIONS,
    queryFn: ({ signal }) => api.get<ListOf<Login>>('/api/v1/account/sessions', undefined, signal),
  });
  const end = useWrite((id: string, key) => api.delete(`/api/v1/account/sessions/${id}`, undefined, key), {
    said: t.account.ended,
    refresh: [SESSIONS],
  });
  return (
    <Shown of={sessions} rows={3}>
      {({ items }) => (
        <ul className="rows">
          {items.map((login) => (
            <li key={login.id}>
              <div className="grow">
                <div>{browser(login.agent)}</div>
                <div className="soft">
                  {login.address} · {t.account.since} {instant(login.created_at)} · {t.account.seen} {instant(login.seen_at)}
                </div>
              </div>
              {login.current ? (
                <span className="tag good">{t.account.here}</span>
              ) : (
                <Button onClick={() => end.mutate(login.id)} loading={end.isPending && end.variables === login.id}>
                  {t.account.end}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Shown>
  );
}

/** "Chrome 120 · Windows" out of a user agent; the whole of it where neither is found. */
function browser(agent: string): string {
  const name = /(Edg|OPR|Firefox|Chrome|Safari|curl)[/ ](\d+)/.exec(agent);
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent);
  const parts = [name ? `${name[1] === 'Edg' ? 'Edge' : name[1]} ${name[2]}` : null, system?.[1]].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : agent || '—';
}
