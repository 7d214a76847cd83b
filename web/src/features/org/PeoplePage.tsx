import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { DateInput } from '@/ui/DateInput';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import type { Account, RoleHeld } from './types';

const ACCOUNTS = ['accounts'];

/** Accounts for the system administrator, roles for the security administrator. */
export default function PeoplePage() {
  const t = useT();
  const can = useCan();
  const [search, change] = useSearchState();
  const [creating, setCreating] = useState(false);
  const [password, setPassword] = useState<{ login: string; initial_password: string } | null>(null);
  const accounts = useQuery({
    queryKey: ACCOUNTS,
    queryFn: ({ signal }) => api.get<ListOf<Account>>('/api/v1/accounts', undefined, signal),
  });
  const text = (search['q'] ?? '').toLowerCase();
  return (
    <Page
      title={t.people.title}
      sub={can('role.write') ? undefined : t.people.onlySecurity}
      actions={
        <>
          <Input
            allowClear
            aria-label={t.people.find}
            placeholder={t.people.find}
            value={search['q'] ?? ''}
            onChange={(event) => change({ q: event.target.value || undefined }, { replace: true })}
            style={{ width: 200 }}
          />
          {can('account.write') && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
              {t.people.add}
            </Button>
          )}
        </>
      }
    >
      <Shown of={accounts} rows={10}>
        {({ items }) => {
          const shown = items.filter((one) => `${one.login} ${one.name}`.toLowerCase().includes(text));
          return shown.length === 0 ? (
            <div className="panel">
              <Empty title={t.people.none} hint="" />
            </div>
          ) : (
            <ul className="rows panel">
              {shown.map((account) => (
                <AccountRow key={account.id} account={account} tell={setPassword} />
              ))}
            </ul>
          );
        }}
      </Shown>
      {creating && (
        <CreateDialog
          close={() => setCreating(false)}
          done={(made) => {
            setCreating(false);
            setPassword(made);
          }}
        />
      )}
      {password && (
        <Modal open title={`${t.people.login} ${password.login}`} onCancel={() => setPassword(null)} footer={<Button onClick={() => setPassword(null)}>{t.common.close}</Button>}>
          <Alert
            type="warning"
            title={t.people.password}
            description={
              <>
                <Typography.Text copyable className="secret">
                  {password.initial_password}
                </Typography.Text>
                <div>{t.people.passwordHint}</div>
              </>
            }
          />
        </Modal>
      )}
    </Page>
  );
}

type Secret = { login: string; initial_password: string };

function AccountRow({ account, tell }: { account: Account; tell: (secret: Secret) => void }) {
  const t = useT();
  const can = useCan();
  const { modal } = App.useApp();
  const [granting, setGranting] = useState(false);
  const disable = useWrite(
    (disabled: boolean, key) => api.put(`/api/v1/accounts/${account.id}`, { name: account.name, disabled, version: account.version }, key),
    { said: t.people.saved, refresh: [ACCOUNTS], place: () => ({ leaving: { person: account.id } }) },
  );
  const reset = useWrite((_: null, key) => api.post<{ initial_password: string }>(`/api/v1/accounts/${account.id}/password-reset`, {}, key), {
    refresh: [ACCOUNTS],
    onDone: (out) => tell({ login: account.login, initial_password: out.initial_password }),
  });
  const withdraw = useWrite((role: RoleHeld, key) => api.delete(`/api/v1/accounts/${account.id}/roles/${role.id}`, undefined, key), {
    said: t.people.roleRemoved,
    refresh: [ACCOUNTS],
    place: () => ({ leaving: { person: account.id } }),
  });
  const locked = account.locked_until !== null && Date.parse(account.locked_until) > Date.now();
  return (
    <li className="person">
      <div className="grow">
        <strong>{account.name}</strong> <small className="num">{account.login}</small>{' '}
        {account.disabled ? <span className="tag">{t.people.disabled}</span> : locked ? <span className="tag warn">{t.people.locked(instant(account.locked_until))}</span> : null}
        <div className="tags" style={{ display: 'flex', marginTop: 4 }}>
          {account.roles.map((role) => (
            <span key={role.id} className="tag accent">
              {word(t, 'role', role.role)} · {role.unit.short_name || role.unit.name}
              {role.valid_until && ` · ${t.people.until} ${role.valid_until}`}
              {can('role.write') && (
                <button
                  type="button"
                  className="tag-x"
                  aria-label={t.people.removeRole(word(t, 'role', role.role))}
                  onClick={() =>
                    modal.confirm({
                      title: t.people.removeRole(word(t, 'role', role.role)),
                      content: account.name,
                      onOk: () => withdraw.mutateAsync(role).catch(() => undefined),
                    })
                  }
                >
                  <CloseOutlined aria-hidden />
                </button>
              )}
            </span>
          ))}
        </div>
      </div>
      <span className="tags">
        {can('role.write') && (
          <Button icon={<PlusOutlined />} onClick={() => setGranting(true)}>
            {t.people.addRole}
          </Button>
        )}
        {can('account.write') && (
          <>
            <Button
              loading={reset.isPending}
              onClick={() => modal.confirm({ title: t.people.reset, content: t.people.resetAsk(account.name), onOk: () => reset.mutateAsync(null).catch(() => undefined) })}
            >
              {t.people.reset}
            </Button>
            <Button loading={disable.isPending} onClick={() => disable.mutate(!account.disabled)}>
              {account.disabled ? t.people.enable : t.people.disable}
            </Button>
          </>
        )}
      </span>
      {granting && <GrantDialog account={account} close={() => setGranting(false)} />}
    </li>
  );
}

function CreateDialog({ close, done }: { close: () => void; done: (made: Secret) => void }) {
  const t = useT();
  const [form] = Form.useForm<{ login: string; name: string }>();
  const create = useWrite((values: { login: string; name: string }, key) => api.post<Account & Secret>('/api/v1/accounts', values, key), {
    said: t.people.created,
    refresh: [ACCOUNTS],
    onDone: done,
    place: () => ({ form }),
  });
  const required = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={t.people.add} onCancel={close} onOk={() => form.submit()} confirmLoading={create.isPending}>
      <Form form={form} layout="vertical" onFinish={(values) => create.mutate({ login: values.login.trim(), name: values.name.trim() })}>
        <Form.Item name="login" label={t.people.login} rules={required}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t.people.name} rules={required}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface Grant {
  role: string;
  unit_id: string;
  valid_from: string;
  valid_until?: string | null;
}

function GrantDialog({ account, close }: { account: Account; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const [form] = Form.useForm<Grant>();
  const grant = useWrite((values: Grant, key) => api.post(`/api/v1/accounts/${account.id}/roles`, values, key), {
    said: t.people.roleAdded,
    refresh: [ACCOUNTS],
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={`${t.people.addRole} · ${account.name}`} onCancel={close} onOk={() => form.submit()} confirmLoading={grant.isPending}>
      <Form form={form} layout="vertical" initialValues={{ valid_from: server.today }} onFinish={(values) => grant.mutate({ ...values, valid_until: values.valid_until ?? null })}>
        <Form.Item name="role" label={t.people.role} rules={required}>
          <Select options={options(t, 'role')} />
        </Form.Item>
        <Form.Item name="unit_id" label={t.people.unit} rules={required}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="valid_from" label={t.people.from} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="valid_until" label={t.people.until}>
          <DateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
