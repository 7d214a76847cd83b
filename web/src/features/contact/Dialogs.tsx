import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { api, download } from '@/api/http';
import { useT } from '@/i18n';
import type { ContactRecord, ContactRules } from '@/ui/contacts/types';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';

/** Deletes a person for good, with the reason that stays. */
export function EraseDialog({ contact, close, done }: { contact: ContactRecord; close: () => void; done: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useWrite(
    ({ reason }: { reason: string }, key) => api.post(`/api/v1/contacts/${contact.id}/erase`, { reason, version: contact.version }, key),
    { said: t.contact.erased, refresh: [['contacts', 'list'], ['contacts', 'of']], onDone: done, place: () => ({ form }) },
  );
  return (
    <Modal
      open
      title={t.contact.eraseTitle(contact.name)}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t.contact.erase}
      okButtonProps={{ danger: true }}
      confirmLoading={write.isPending}
      destroyOnHidden
    >
      <p>{t.contact.eraseHint}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={contact.keeping === 'over' ? { reason: 'retention' } : {}}
        onFinish={(values) => write.mutate(values)}
      >
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, message: t.common.required }]}>
          <Select options={options(t, 'contactErasure')} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface Taken {
  reason: string;
  organisation: string | undefined;
  unit: string | undefined;
}

/** Takes contacts out as a workbook, for a reason. */
export function ExportDialog({ organisation, unit, close }: { organisation: string | undefined; unit: string | undefined; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useWrite((body: Taken, key) => download('/api/v1/contacts/export', body, key, `${t.contact.title}.xlsx`), {
    said: t.contact.exported,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.contact.exportTitle} onCancel={close} onOk={() => form.submit()} okText={t.contact.export} confirmLoading={write.isPending} destroyOnHidden>
      <p>{t.contact.exportHint}</p>
      <Form form={form} layout="vertical" onFinish={({ reason }) => write.mutate({ reason, organisation, unit })}>
        <Form.Item name="reason" label={t.contact.exportReason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** How long contacts are kept: the office. */
export function RulesDialog({ rules, close }: { rules: ContactRules; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<ContactRules>();
  const write = useWrite((values: ContactRules, key) => api.put<ContactRules>('/api/v1/contacts/rules', values, key), {
    said: t.contact.rulesSaved,
    refresh: [['contacts', 'rules']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.contact.rules} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={rules} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="retention_months" label={t.contact.months} extra={t.contact.monthsHint} rules={[{ required: true, message: t.common.required }]}>
          <InputNumber min={1} max={120} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
