import { useNavigate } from '@tanstack/react-router';
import { App, Button, Drawer, Form, Input } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { CountryPick, UnitPick } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { readable, WanInput } from '@/ui/WanInput';
import { ContactsField, sent, type Contact } from './ContactsField';
import { useOwnUnit } from './own';
import type { ClaimRecord } from './types';

interface Values {
  investor_name: string;
  uscc?: string;
  country: string;
  content: string;
  amount_fen?: number | null;
  unit_id: string;
  evidence: Contact[];
}

/** A first report, after the check said that nobody was before. */
export default function ReportDrawer({ name, uscc, close }: { name: string; uscc: string; close: () => void }) {
  const t = useT();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const own = useOwnUnit();
  const [form] = Form.useForm<Values>();
  const save = useWrite((values: Values, key) => api.post<ClaimRecord>('/api/v1/claims', { ...values, uscc: values.uscc ?? '', evidence: sent(values.evidence) }, key), {
    said: (made) => t.claim.reported(made.code),
    refresh: [['claims'], ['investors']],
    place: () => ({ form }),
    onDone: (made) => void navigate({ to: paths.claim(made.id) }),
  });
  const leave = () => {
    if (!form.isFieldsTouched()) close();
    else modal.confirm({ title: t.common.unsaved, okText: t.common.confirm, cancelText: t.common.cancel, onOk: close });
  };
  const required = [{ required: true, message: t.common.required }];
  const written = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Drawer
      open
      title={t.claim.report}
      size="min(640px, 100vw)"
      onClose={leave}
      closable={{ 'aria-label': t.common.close }}
      footer={
        <div className="drawer-foot">
          <Button onClick={leave}>{t.common.cancel}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t.claim.doReport}
          </Button>
        </div>
      }
    >
      <p className="soft">{t.claim.reportHint}</p>
      <Form<Values> form={form} layout="vertical" initialValues={{ investor_name: name, uscc, country: 'CN', unit_id: own, evidence: [] }} onFinish={(values) => save.mutate(values)}>
        <Form.Item name="investor_name" label={t.claim.investor} rules={written}>
          <Input maxLength={200} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="uscc" label={t.claim.uscc}>
            <Input maxLength={30} />
          </Form.Item>
          <Form.Item name="country" label={t.claim.country} rules={required}>
            <CountryPick />
          </Form.Item>
        </div>
        <Form.Item name="content" label={t.claim.content} rules={written}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="amount_fen" label={t.claim.amount} rules={[readable(t.fund.amountWrong)]}>
            <WanInput />
          </Form.Item>
          <Form.Item name="unit_id" label={t.claim.unit} rules={required}>
            <UnitPick />
          </Form.Item>
        </div>
        <Form.Item name="evidence" label={t.claim.evidence} extra={t.claim.evidenceHint} rules={[{ required: true, type: 'array', min: 1, message: t.claim.evidenceNeeded }]}>
          <ContactsField />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
