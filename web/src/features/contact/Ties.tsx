import { App, Button, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import type { ContactRecord, ContactTie } from '@/ui/contacts/types';
import { DateInput } from '@/ui/DateInput';
import { AssociationPick } from '@/ui/network/AssociationPick';
import type { Choice } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';

/** The associations to which a person belongs: as a member, an alumnus, a native. */
export function Ties({ contact }: { contact: ContactRecord }) {
  const t = useT();
  const [editing, setEditing] = useState<ContactTie | 'new' | null>(null);
  return (
    <>
      <div className="panel-head">
        <h2>{t.network.ties}</h2>
        <ActionButton size="small" action={contact.actions['edit']} onClick={() => setEditing('new')}>
          {t.network.addTie}
        </ActionButton>
      </div>
      {contact.ties.length === 0 ? (
        <p className="soft">{t.network.tiesNone}</p>
      ) : (
        <ul className="rows">
          {contact.ties.map((tie) => (
            <li key={tie.id}>
              <div className="grow">
                <AppLink to={paths.association(tie.association.id)}>{tie.association.name}</AppLink> <span className="tag accent">{word(t, 'memberRole', tie.position)}</span>
                {tie.from_on && <span className="soft num nowrap"> {t.profile.days(tie.from_on, tie.until_on)}</span>}
              </div>
              {contact.actions['edit']?.ok && (
                <button type="button" className="link" onClick={() => setEditing(tie)} aria-label={`${t.common.edit} ${tie.association.name}`}>
                  {t.common.edit}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing !== null && <TieDialog contact={contact} tie={editing === 'new' ? null : editing} close={() => setEditing(null)} />}
    </>
  );
}

interface Values {
  association_id: Choice | null;
  position: string;
  from_on?: string | null;
  until_on?: string | null;
}

function TieDialog({ contact, tie, close }: { contact: ContactRecord; tie: ContactTie | null; close: () => void }) {
  const t = useT();
  const { modal } = App.useApp();
  const [form] = Form.useForm<Values>();
  const at = `/api/v1/contacts/${contact.id}/ties`;
  const refresh = [['contacts'], ['network'], ['investors']];
  const place = () => ({ form, stale: { resolve: close } });
  const write = useWrite(
    ({ association_id, ...values }: Values, key) => {
      const body = { ...values, association_id: association_id?.value ?? '', from_on: values.from_on ?? null, until_on: values.until_on ?? null, version: tie?.version ?? 0 };
      return tie ? api.put(`${at}/${tie.id}`, body, key) : api.post(at, body, key);
    },
    { said: t.common.saved, refresh, onDone: close, place },
  );
  const remove = useWrite((version: number, key) => api.post(`${at}/${tie?.id ?? ''}/remove`, { version }, key), { said: t.common.done, refresh, onDone: close, place });
  const required = [{ required: true, message: t.common.required }];
  const first = tie ? { ...tie, association_id: { value: tie.association.id, label: tie.association.name } } : { position: 'member' };
  return (
    <Modal
      open
      title={t.network.addTie}
      onCancel={close}
      destroyOnHidden
      footer={
        <>
          {tie && (
            <Button danger onClick={() => modal.confirm({ title: t.common.remove, onOk: () => remove.mutate(tie.version), okText: t.common.remove, cancelText: t.common.cancel })}>
              {t.common.remove}
            </Button>
          )}
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="primary" loading={write.isPending} onClick={() => form.submit()}>
            {t.common.save}
          </Button>
        </>
      }
    >
      <p className="soft">{t.network.tieHint}</p>
      <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="association_id" label={t.network.association} rules={required}>
          <AssociationPick />
        </Form.Item>
        <Form.Item name="position" label={t.network.position} rules={required}>
          <Select options={options(t, 'memberRole')} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="from_on" label={t.profile.from}>
            <DateInput />
          </Form.Item>
          <Form.Item name="until_on" label={t.profile.until}>
            <DateInput />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
