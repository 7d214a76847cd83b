import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { ActionButton } from '../ActionButton';
import { useWrite } from '../useWrite';
import { Light } from './Light';
import type { Override } from './types';

const refresh = [['lights'], ['light-month'], ['light-overrides'], ['projects']];

/** A colour that was asked for: why, until when, and who decides. */
export function OverrideItem({ one, named }: { one: Override; named?: boolean }) {
  const t = useT();
  const [rejecting, setRejecting] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const approve = useWrite((body: { version: number }, key) => api.post(`/api/v1/light-overrides/${one.id}/approve`, body, key), {
    said: t.light.approved,
    refresh,
  });
  const reject = useWrite((body: { reason: string; version: number }, key) => api.post(`/api/v1/light-overrides/${one.id}/reject`, body, key), {
    said: t.light.rejected,
    refresh,
    onDone: () => setRejecting(false),
    place: () => ({ form }),
  });
  const state = one.over ? t.light.over : (t.light.states[one.state] ?? one.state);
  return (
    <li>
      <div className="grow">
        {named && <strong>{one.project.name} </strong>}
        <Light colour={one.colour} /> <span className="num nowrap">{t.light.span(one.from_month, one.until_month)}</span>
        <div>{one.reason}</div>
        <div className="soft">
          {t.light.by(one.proposed_by?.name ?? t.light.system)} · {state}
          {one.decided_by && ` · ${t.light.decidedBy(one.decided_by.name)}`}
          {one.decision && `${t.common.colon}${one.decision}`}
        </div>
        {one.state === 'proposed' && (
          <span className="tags">
            <ActionButton size="small" action={one.actions['approve']} loading={approve.isPending} onClick={() => approve.mutate({ version: one.version })}>
              {t.light.approve}
            </ActionButton>
            <ActionButton size="small" action={one.actions['reject']} onClick={() => setRejecting(true)}>
              {t.light.reject}
            </ActionButton>
          </span>
        )}
      </div>
      {rejecting && (
        <Modal open title={t.light.reject} onCancel={() => setRejecting(false)} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={reject.isPending} destroyOnHidden>
          <Form form={form} layout="vertical" onFinish={(values) => reject.mutate({ ...values, version: one.version })}>
            <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
              <Input maxLength={200} autoFocus />
            </Form.Item>
          </Form>
        </Modal>
      )}
    </li>
  );
}
