import { App, Button, Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import type { Firm, LinkView } from '@/ui/chains/types';
import { DateInput } from '@/ui/DateInput';
import { OrganisationPick, type Choice } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { CHAINS } from './queries';

interface Values {
  organisation_id: Choice;
  role?: string;
  since_on?: string | null;
}

/** A firm of the district on a link. */
export function FirmDialog({ link, firm, close }: { link: string; firm: Firm | null; close: () => void }) {
  const t = useT();
  const { modal } = App.useApp();
  const today = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const write = useWrite(
    ({ organisation_id, ...values }: Values, key) => {
      const body = { organisation_id: organisation_id.value, role: values.role ?? '', since_on: values.since_on ?? null, version: firm?.version ?? 0 };
      return firm ? api.put<LinkView>(`/api/v1/chain-firms/${firm.id}`, body, key) : api.post<LinkView>(`/api/v1/chain-links/${link}/firms`, body, key);
    },
    { said: t.common.saved, refresh: CHAINS, onDone: close, place: () => ({ form }) },
  );
  const remove = useWrite((version: number, key) => api.post<LinkView>(`/api/v1/chain-firms/${firm?.id ?? ''}/remove`, { version }, key), { said: t.common.done, refresh: CHAINS, onDone: close });
  const first = firm?.organisation ? { organisation_id: { value: firm.organisation.id, label: firm.organisation.name }, role: firm.role, since_on: firm.since_on } : {};
  return (
    <Modal
      open
      title={firm ? t.chain.firmEdit : t.chain.firmAdd}
      onCancel={close}
      destroyOnHidden
      footer={
        <>
          {firm && (
            <Button danger onClick={() => modal.confirm({ title: t.chain.removeSure, okText: t.common.remove, cancelText: t.common.cancel, onOk: () => remove.mutate(firm.version) })}>
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
        <Form.Item name="organisation_id" label={t.chain.organisation} rules={[{ required: true, message: t.common.required }]}>
          <OrganisationPick />
        </Form.Item>
        <Form.Item name="role" label={t.chain.role}>
          <Input maxLength={500} placeholder={t.chain.roleHint} />
        </Form.Item>
        <Form.Item name="since_on" label={t.chain.since}>
          <DateInput max={today} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
