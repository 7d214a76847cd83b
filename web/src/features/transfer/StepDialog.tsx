import { Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { short, type TransferRecord } from '@/ui/transfers/types';
import { useWrite } from '@/ui/useWrite';

export type Step = 'accept' | 'decline' | 'withdraw' | 'confirm' | 'refuse';

/** A step with what is to be said of it. */
export function StepDialog({ transfer, step, close }: { transfer: TransferRecord; step: Step; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const title = {
    accept: t.transfer.doAccept, decline: t.transfer.doDecline, withdraw: t.transfer.doWithdraw, confirm: t.transfer.doConfirm, refuse: t.transfer.doRefuse,
  }[step];
  const said = {
    accept: t.transfer.accepted, decline: t.transfer.declined, withdraw: t.transfer.withdrawn, confirm: t.transfer.confirmed, refuse: t.transfer.refused,
  }[step];
  const free = step === 'accept' || step === 'confirm';
  const write = useWrite(
    ({ text }: { text?: string }, key) => api.post(`/api/v1/transfers/${transfer.id}/${step}`, { text: text ?? '', version: transfer.version }, key),
    { said, refresh: [['transfers'], ['timeline'], ['projects']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={title} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        {step === 'confirm' && <p>{t.transfer.confirmHint(short(transfer.to_unit))}</p>}
        <Form.Item name="text" label={free ? t.transfer.note : t.common.reason} rules={free ? [] : [{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
