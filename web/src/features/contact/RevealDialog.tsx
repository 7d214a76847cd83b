import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import type { ContactRecord } from '@/ui/contacts/types';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';

export interface Revealed {
  phones: string[];
  email: string | null;
  wechat: string | null;
}

interface Values {
  fields: string[];
  purpose: string;
  text?: string;
}

interface Props {
  contact: ContactRecord;
  close: () => void;
  done: (seen: Revealed) => void;
}

/** What is to be seen and what for; both stay in the audit. */
export default function RevealDialog({ contact, close, done }: Props) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const purpose = Form.useWatch('purpose', form);
  const has: Record<string, boolean> = { phone: contact.phones.length > 0, email: contact.email !== '', wechat: contact.wechat !== '' };
  const fields = options(t, 'contactChannel').filter((one) => has[one.value]);
  const write = useWrite((values: Values, key) => api.post<Revealed>(`/api/v1/contacts/${contact.id}/reveal`, { ...values, text: values.text ?? '' }, key), {
    refresh: [['contacts', 'one', contact.id]],
    onDone: (seen) => {
      done(seen);
      close();
    },
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.contact.revealTitle(contact.name)} onCancel={close} onOk={() => form.submit()} okText={t.contact.reveal} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.contact.revealHint}</p>
      <Form<Values> form={form} layout="vertical" initialValues={{ fields: fields.slice(0, 1).map((one) => one.value) }} onFinish={(values) => write.mutate(values)}>
        {/* By a validator: a group of boxes may not carry `aria-required`, which a required field gets. */}
        <Form.Item
          name="fields"
          label={t.contact.revealFields}
          rules={[{ validator: (_, chosen?: string[]) => (chosen?.length ? Promise.resolve() : Promise.reject(new Error(t.common.required))) }]}
        >
          <Checkbox.Group options={fields} />
        </Form.Item>
        <Form.Item name="purpose" label={t.contact.purpose} rules={[{ required: true, message: t.common.required }]}>
          <Select options={options(t, 'contactPurpose')} />
        </Form.Item>
        <Form.Item
          name="text"
          label={t.contact.purposeText}
          rules={[{ required: purpose === 'other', whitespace: purpose === 'other', message: t.common.required }]}
        >
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
