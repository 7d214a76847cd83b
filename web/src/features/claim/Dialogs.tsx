import { Button, Drawer, Form, Input, Modal } from 'antd';
import type { QueryKey } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { ProjectPick, type Choice } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { ContactsField, sent, type Contact } from './ContactsField';
import type { ClaimRecord } from './types';

export const refresh: QueryKey[] = [['claims'], ['claim-cases'], ['timeline']];

/** Proofs handed in: contacts of a claim, or the evidence of a side. */
export function ContactsDrawer({ title, to, version, said, close }: { title: string; to: string; version: number; said: string; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ evidence: Contact[] }>();
  const write = useWrite(({ evidence }: { evidence: Contact[] }, key) => api.post(to, { evidence: sent(evidence), version }, key), { said, refresh, onDone: close, place: () => ({ form }) });
  return (
    <Drawer
      open
      title={title}
      size="min(560px, 100vw)"
      onClose={close}
      closable={{ 'aria-label': t.common.close }}
      footer={
        <div className="drawer-foot">
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="primary" loading={write.isPending} onClick={() => form.submit()}>
            {t.common.save}
          </Button>
        </div>
      }
    >
      <Form form={form} layout="vertical" initialValues={{ evidence: [] }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="evidence" label={t.claim.evidence} extra={t.claim.evidenceHint} rules={[{ required: true, type: 'array', min: 1, message: t.claim.evidenceNeeded }]}>
          <ContactsField />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

interface Props {
  claim: ClaimRecord;
  close: () => void;
}

/** Gives the investor up, with a reason. */
export function WithdrawDialog({ claim, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useWrite(({ reason }: { reason: string }, key) => api.post(`/api/v1/claims/${claim.id}/withdraw`, { reason, version: claim.version }, key), {
    said: t.claim.withdrawn,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.claim.withdraw} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p>{t.claim.withdrawHint}</p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Makes the protection longer. */
export function RenewDialog({ claim, close }: Props) {
  const t = useT();
  const write = useWrite((version: number, key) => api.post(`/api/v1/claims/${claim.id}/renew`, { version }, key), { said: t.claim.renewed, refresh, onDone: close });
  return (
    <Modal open title={t.claim.renew} onCancel={close} onOk={() => write.mutate(claim.version)} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p>{t.claim.renewHint(claim.expires_on)}</p>
    </Modal>
  );
}

/** Names the project that came of it. */
export function LinkDialog({ claim, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ project_id: Choice | null }>();
  const write = useWrite(({ project_id }: { project_id: Choice | null }, key) => api.post(`/api/v1/claims/${claim.id}/project`, { project_id: project_id?.value, version: claim.version }, key), {
    said: t.claim.linked,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.claim.link} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.claim.linkHint}</p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="project_id" label={t.claim.project} rules={[{ required: true, message: t.common.required }]}>
          <ProjectPick />
        </Form.Item>
      </Form>
    </Modal>
  );
}
