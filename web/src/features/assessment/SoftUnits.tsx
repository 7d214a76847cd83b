import { Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useOfficeDay } from '@/api/session';
import type { UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { UnitPick } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';

export interface Soft {
  unit: UnitRef;
  soft: boolean;
  decided_on: string;
  note: string;
}

interface Values {
  unit_id: string;
  soft: boolean;
  decided_on: string;
  note?: string;
}

/** Units that are scored without a place (考查对象), and the form that makes one so, or not any more. */
export function SoftUnits({ year, soft }: { year: number; soft: Soft[] }) {
  const t = useT();
  const can = useCan()('target.write');
  const day = useOfficeDay();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Values>();
  const held = soft.filter((one) => one.soft);
  const run = useWrite((values: Values, key) => api.put('/api/v1/targets/soft', { ...values, year, note: values.note ?? '' }, key), {
    said: t.common.saved,
    refresh: [['targets'], ['scores']],
    onDone: () => setOpen(false),
    place: () => ({ form }),
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.assessment.softN(held.length)}</Button>
      {open && (
        <Modal
          open
          title={t.assessment.softTitle}
          okText={t.common.save}
          cancelText={can ? t.common.cancel : t.common.close}
          okButtonProps={{ style: can ? {} : { display: 'none' } }}
          confirmLoading={run.isPending}
          onOk={() => form.submit()}
          onCancel={() => setOpen(false)}
        >
          <p className="soft">{t.assessment.softHint}</p>
          <ul className="rows">
            {held.length === 0 && <li className="soft">{t.assessment.softNone}</li>}
            {held.map((one) => (
              <li key={one.unit.id}>
                <span className="grow">{one.unit.name}</span>
                <span className="soft">{[one.decided_on, one.note].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
          {can && (
            <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ soft: true, decided_on: day }} onFinish={(values) => run.mutate(values)}>
              <Form.Item name="unit_id" label={t.assessment.unit} rules={[{ required: true, message: t.common.required }]}>
                <UnitPick />
              </Form.Item>
              <Form.Item name="soft" valuePropName="checked">
                <Checkbox>{t.assessment.isSoft}</Checkbox>
              </Form.Item>
              <Form.Item name="decided_on" label={t.assessment.decidedOn} rules={[{ required: true, message: t.common.required }]}>
                <DateInput />
              </Form.Item>
              <Form.Item name="note" label={t.assessment.basis}>
                <Input maxLength={500} placeholder={t.assessment.basisHint} />
              </Form.Item>
            </Form>
          )}
        </Modal>
      )}
    </>
  );
}
