import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useOfficeDay, useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { ActionButton } from '@/ui/ActionButton';
import { DateInput } from '@/ui/DateInput';
import { UnitPick } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import type { Decision } from './types';

/** Points given or taken by decision, each with the number of the minutes. */
export function Decisions({ year }: { year: number }) {
  const t = useT();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const decisions = useQuery({ queryKey: ['decisions', year], queryFn: ({ signal }) => api.get<ListOf<Decision>>('/api/v1/decisions', { year }, signal) });
  return (
    <div className="panel">
      <div className="panel-head">
        <p className="soft no-gap">{t.assessment.decisionsHint}</p>
        <ActionButton icon={<PlusOutlined />} disabledReason={can('target.write') ? undefined : t.assessment.readOnly} onClick={() => setOpen(true)}>
          {t.assessment.addDecision}
        </ActionButton>
      </div>
      <Shown of={decisions}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.assessment.noDecisions} hint="" />
          ) : (
            <ul className="rows">
              {items.map((one) => (
                <li key={one.id}>
                  <div className="grow">
                    {one.unit.name} · {one.item === FRAUD ? t.assessment.fraud : one.item}
                    <div className="soft">
                      {one.decided_on} · {one.minutes_no} · {one.reason}
                    </div>
                  </div>
                  <span className="num">{one.points === '' ? '' : `${one.points} ${t.assessment.points}`}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {open && <Add year={year} close={() => setOpen(false)} />}
    </div>
  );
}

/** The item by which confirmed fraud is recorded; it vetoes the total. */
const FRAUD = 'fraud';

type Values = Omit<Decision, 'id' | 'unit' | 'year'> & { unit_id: string };

function Add({ year, close }: { year: number; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const day = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const [fraud, setFraud] = useState(false);
  const save = useWrite((values: Values, key) => api.post('/api/v1/decisions', { ...values, ...(fraud ? { item: FRAUD, points: '' } : {}), year }, key), {
    said: t.common.saved,
    refresh: [['decisions'], ['scores']],
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={t.assessment.addDecision} okText={t.common.save} cancelText={t.common.cancel} confirmLoading={save.isPending} onOk={() => form.submit()} onCancel={close}>
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ decided_on: day }} onFinish={(values) => save.mutate(values)}>
        <Form.Item name="unit_id" label={t.assessment.unit} rules={[{ required: true, message: t.common.required }]}>
          <UnitPick />
        </Form.Item>
        <Form.Item label={t.assessment.decisionKind}>
          <Radio.Group
            value={fraud}
            onChange={(event) => setFraud(event.target.value as boolean)}
            options={[
              { value: false, label: t.assessment.rating },
              { value: true, label: t.assessment.fraud },
            ]}
          />
        </Form.Item>
        {!fraud && (
          <>
            <Form.Item name="item" label={t.assessment.item} extra={t.assessment.itemHint} rules={required}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item
              name="points"
              label={t.assessment.pointsGiven}
              rules={[{ pattern: /^-?\d{1,4}(\.\d{1,2})?$/, message: t.assessment.pointsWrong }, { required: true, message: t.common.required }]}
            >
              <Input maxLength={8} inputMode="decimal" />
            </Form.Item>
          </>
        )}
        <Form.Item name="minutes_no" label={t.assessment.minutesNo} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={required}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <Form.Item name="decided_on" label={t.assessment.decidedOn} rules={[{ required: true, message: t.common.required }]}>
          <DateInput max={server.today} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
