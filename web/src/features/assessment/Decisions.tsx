import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
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
import type { Decision, DecisionChoice } from './types';

/** Points given or taken by decision, each with the number of the minutes. */
export function Decisions({ year }: { year: number }) {
  const t = useT();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const decisions = useQuery({ queryKey: ['decisions', year], queryFn: ({ signal }) => api.get<ListOf<Decision> & { choices: DecisionChoice[] }>('/api/v1/decisions', { year }, signal) });
  const choices = decisions.data?.choices ?? [];
  return (
    <div className="panel">
      <div className="panel-head">
        <p className="soft no-gap">{t.assessment.decisionsHint}</p>
        <ActionButton icon={<PlusOutlined />} disabledReason={!can('target.write') ? t.assessment.readOnly : choices.length === 0 ? t.assessment.noChoices : undefined} onClick={() => setOpen(true)}>
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
                    {one.unit.name} · {one.item.startsWith('target(') ? t.assessment.targetOf(one.name) : one.name}
                    <div className="soft">
                      {one.decided_on} · {one.minutes_no} · {one.reason}
                    </div>
                  </div>
                  <span className="num">{one.points === '' ? '' : `${one.points} ${one.figure_unit}`}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {open && <Add year={year} choices={choices} close={() => setOpen(false)} />}
    </div>
  );
}

type Values = Pick<Decision, 'item' | 'points' | 'minutes_no' | 'reason' | 'decided_on'> & { unit_id: string };

const KINDS = ['rating', 'figure', 'target', 'fraud'] as const;

function Add({ year, choices, close }: { year: number; choices: DecisionChoice[]; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const day = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const item = Form.useWatch('item', form);
  const chosen = choices.find((one) => one.code === item);
  const save = useWrite((values: Values, key) => api.post('/api/v1/decisions', { ...values, points: chosen?.kind === 'fraud' ? '' : values.points, year }, key), {
    said: t.common.saved,
    refresh: [['decisions'], ['scores']],
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, whitespace: true, message: t.common.required }];
  const groups = KINDS.map((kind) => ({
    label: t.assessment.decisionKinds[kind] ?? kind,
    options: choices.filter((one) => one.kind === kind).map((one) => ({ value: one.code, label: kind === 'target' ? t.assessment.targetOf(one.name) : one.name })),
  })).filter((group) => group.options.length > 0);
  return (
    <Modal open title={t.assessment.addDecision} okText={t.common.save} cancelText={t.common.cancel} confirmLoading={save.isPending} onOk={() => form.submit()} onCancel={close}>
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ decided_on: day }} onFinish={(values) => save.mutate(values)}>
        <Form.Item name="unit_id" label={t.assessment.unit} rules={[{ required: true, message: t.common.required }]}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="item" label={t.assessment.decisionItem} extra={t.assessment.decisionItemHint} rules={[{ required: true, message: t.common.required }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={groups} />
        </Form.Item>
        {chosen && chosen.kind !== 'fraud' && (
          <Form.Item
            name="points"
            label={chosen.kind === 'rating' ? t.assessment.pointsGiven : t.assessment.figureGiven}
            extra={chosen.most_text ? t.assessment.atMost(chosen.most_text) : undefined}
            rules={[{ pattern: /^-?\d{1,12}(\.\d{1,4})?$/, message: t.assessment.figureWrong }, { required: true, message: t.common.required }]}
          >
            <Input maxLength={17} inputMode="decimal" suffix={chosen.unit} />
          </Form.Item>
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
