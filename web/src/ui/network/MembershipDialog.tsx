import { App, Button, Form, Input, Modal, Select } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import type { OrganisationRef } from '@/api/types';
import { useT } from '@/i18n';
import { DateInput } from '../DateInput';
import { OrganisationPick, type Choice } from '../pick';
import { useWrite } from '../useWrite';
import { options } from '../words';
import { AssociationPick } from './AssociationPick';
import type { Membership } from './types';

interface Values {
  other: Choice | null;
  position: string;
  from_on: string;
  until_on?: string | null;
  source: string;
}

interface Props {
  /** One of the two is where the dialog was opened. */
  association?: OrganisationRef;
  member?: OrganisationRef;
  membership: Membership | null;
  close: () => void;
}

/** Says that a firm belongs to an association; from the page of either. */
export default function MembershipDialog({ association, member, membership, close }: Props) {
  const t = useT();
  const { modal } = App.useApp();
  const today = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const refresh = [['investors'], ['network'], ['associations']];
  const place = () => ({ form, stale: { resolve: close } });
  const write = useWrite(
    ({ other, ...values }: Values, key) => {
      const body = {
        ...values,
        association_id: association?.id ?? other?.value ?? '',
        member_id: member?.id ?? other?.value ?? '',
        until_on: values.until_on ?? null,
        version: membership?.version ?? 0,
      };
      return membership ? api.put<Membership>(`/api/v1/memberships/${membership.id}`, body, key) : api.post<Membership>('/api/v1/memberships', body, key);
    },
    { said: t.common.saved, refresh, onDone: close, place },
  );
  const remove = useWrite((version: number, key) => api.post<Membership>(`/api/v1/memberships/${membership?.id ?? ''}/remove`, { version }, key), { said: t.common.done, refresh, onDone: close, place });
  const other = membership && (association ? membership.member : membership.association);
  const required = [{ required: true, message: t.common.required }];
  const first = membership && other ? { ...membership, other: { value: other.id, label: other.name } } : { from_on: today, position: 'member' };
  return (
    <Modal
      open
      title={membership ? t.network.editMember : association ? t.network.addMember : t.network.addMembership}
      onCancel={close}
      destroyOnHidden
      footer={
        <>
          {membership && (
            <Button danger onClick={() => modal.confirm({ title: t.profile.removeSure, onOk: () => remove.mutate(membership.version), okText: t.common.remove, cancelText: t.common.cancel })}>
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
      <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => write.mutate(values)}>
        {membership ? (
          <p>{other?.name}</p>
        ) : (
          <Form.Item name="other" label={association ? t.network.members : t.network.association} rules={required}>
            {association ? <OrganisationPick /> : <AssociationPick />}
          </Form.Item>
        )}
        <Form.Item name="position" label={t.network.position} rules={required}>
          <Select options={options(t, 'memberRole')} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="from_on" label={t.network.since} rules={required}>
            <DateInput />
          </Form.Item>
          <Form.Item name="until_on" label={t.network.until}>
            <DateInput />
          </Form.Item>
        </div>
        <Form.Item name="source" label={t.network.source} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={300} placeholder={t.network.sourceHint} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
