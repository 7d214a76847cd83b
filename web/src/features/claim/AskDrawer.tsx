import { Button, Drawer, Form, Input, Radio } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { UnitPick } from '@/ui/pick';
import { ShareInput } from '@/ui/ShareInput';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';
import type { AskRow, ClaimRef } from '@/ui/claims/types';
import { ContactsField, sent, type Contact } from './ContactsField';
import { useOwnUnit } from './own';

interface Values {
  way: string;
  unit_id: string;
  investor_name: string;
  text: string;
  share_bp?: number | null;
  evidence?: Contact[];
}

/** A way on with an investor that is occupied. */
export default function AskDrawer({ claim, way, name, close, done }: { claim: ClaimRef; way: string; name: string; close: () => void; done: (ask: AskRow) => void }) {
  const t = useT();
  const own = useOwnUnit();
  const [form] = Form.useForm<Values>();
  const chosen = Form.useWatch('way', form) ?? way;
  const shares = chosen === 'join' || chosen === 'referral';
  const save = useWrite(
    (values: Values, key) => api.post<AskRow>(`/api/v1/claims/${claim.id}/asks`, { ...values, share_bp: shares ? (values.share_bp ?? null) : null, evidence: shares ? [] : sent(values.evidence) }, key),
    { said: chosen === 'contest' ? t.claim.contestedNow : t.claim.asked, refresh: [['claims'], ['claim-asks'], ['claim-cases']], onDone: done, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  const written = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Drawer
      open
      title={t.claim.askTitle(claim.unit.name, claim.code)}
      size="min(640px, 100vw)"
      onClose={close}
      closable={{ 'aria-label': t.common.close }}
      footer={
        <div className="drawer-foot">
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t.claim.doAsk}
          </Button>
        </div>
      }
    >
      <Form<Values> form={form} layout="vertical" initialValues={{ way, investor_name: name, unit_id: own, evidence: [] }} onFinish={(values) => save.mutate(values)}>
        <Form.Item name="way" label={t.claim.way} extra={t.claim.wayHints[chosen]} rules={required}>
          <Radio.Group options={options(t, 'claimWay')} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="investor_name" label={t.claim.investor} rules={written}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="unit_id" label={t.claim.askingUnit} rules={required}>
            <UnitPick />
          </Form.Item>
        </div>
        <Form.Item name="text" label={t.claim.askText[chosen] ?? t.claim.why} rules={written}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }} />
        </Form.Item>
        {shares ? (
          <Form.Item name="share_bp" label={chosen === 'join' ? t.claim.shareAsked : t.claim.shareKept} rules={chosen === 'join' ? required : []}>
            <ShareInput />
          </Form.Item>
        ) : (
          <Form.Item key="evidence" name="evidence" label={t.claim.evidence} rules={[{ required: true, type: 'array', min: 1, message: t.claim.evidenceNeeded }]}>
            <ContactsField />
          </Form.Item>
        )}
      </Form>
    </Drawer>
  );
}
