import { Form, Input, Modal, Radio, Select } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { ShareInput } from '@/ui/ShareInput';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';
import { refresh } from './Dialogs';
import type { CaseRecord } from './types';

interface Props {
  dispute: CaseRecord;
  close: () => void;
}

interface Decision {
  for_holder: boolean;
  ground: string;
  keeps_bp?: number | null;
  text: string;
}

/** Decides; what the grounds propose is chosen already. */
export function DecideDialog({ dispute, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<Decision>();
  const proposed = dispute.weighed.find((one) => one.favours !== null);
  const goes = Form.useWatch('for_holder', form) === false;
  const write = useWrite((values: Decision, key) => api.post(`/api/v1/claim-cases/${dispute.id}/decide`, { ...values, keeps_bp: goes ? (values.keeps_bp ?? 0) : 0, version: dispute.version }, key), {
    said: t.claim.decided,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.claim.caseSteps.decide} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form<Decision>
        form={form}
        layout="vertical"
        initialValues={{ ground: proposed?.ground, keeps_bp: 0, ...(proposed ? { for_holder: proposed.favours?.id === dispute.claim.unit.id } : {}) }}
        onFinish={(values) => write.mutate(values)}
      >
        <Form.Item name="for_holder" label={t.claim.whoHas} rules={required}>
          <Radio.Group
            options={[
              { value: true, label: t.claim.staysWith(dispute.claim.unit.name) },
              { value: false, label: t.claim.goesTo(dispute.unit.name) },
            ]}
          />
        </Form.Item>
        <Form.Item name="ground" label={t.claim.ground} rules={required}>
          <Select options={options(t, 'claimGround')} />
        </Form.Item>
        {goes && (
          <Form.Item name="keeps_bp" label={t.claim.keeps} extra={t.claim.keepsHint} rules={required}>
            <ShareInput />
          </Form.Item>
        )}
        <Form.Item name="text" label={t.claim.decisionText} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Appeals, once. */
export function AppealDialog({ dispute, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ text: string }>();
  const write = useWrite(({ text }: { text: string }, key) => api.post(`/api/v1/claim-cases/${dispute.id}/appeal`, { text, version: dispute.version }, key), {
    said: t.claim.appealed,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.claim.caseSteps.appeal} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p>{t.claim.appealHint}</p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="text" label={t.claim.appealText} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface Conclusion {
  upheld: boolean;
  minutes_no: string;
  text: string;
}

/** Enters what the committee said of an appeal. */
export function ConcludeDialog({ dispute, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<Conclusion>();
  const write = useWrite((values: Conclusion, key) => api.post(`/api/v1/claim-cases/${dispute.id}/conclude`, { ...values, version: dispute.version }, key), {
    said: t.claim.concludedNow,
    refresh,
    onDone: close,
    place: () => ({ form }),
  });
  const written = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={t.claim.caseSteps.conclude} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form<Conclusion> form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="upheld" label={t.claim.concluded} rules={[{ required: true, message: t.common.required }]}>
          <Radio.Group
            options={[
              { value: true, label: t.claim.upheld },
              { value: false, label: t.claim.reversed },
            ]}
          />
        </Form.Item>
        <Form.Item name="minutes_no" label={t.claim.minutes} rules={written}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="text" label={t.claim.conclusion} rules={written}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
