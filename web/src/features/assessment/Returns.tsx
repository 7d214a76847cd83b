import { useQuery } from '@tanstack/react-query';
import { Form, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { unitsQuery, type UnitItem } from '@/ui/pick';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import type { Return } from './types';

interface Cell {
  unit: UnitItem;
  month: string;
  row: Return | undefined;
}

/** The monthly forms: on time, late by days, or still missing, in words. */
export function Returns({ year }: { year: number }) {
  const t = useT();
  const { server } = useSession();
  const can = useCan()('target.write');
  const [cell, setCell] = useState<Cell | null>(null);
  const units = useQuery(unitsQuery);
  const returns = useQuery({ queryKey: ['returns', year], queryFn: ({ signal }) => api.get<ListOf<Return>>('/api/v1/returns', { year }, signal) });
  const months = Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`);
  return (
    <div className="panel">
      <p className="soft no-gap">{t.assessment.returnsHint}</p>
      <Shown of={units}>
        {({ items }) => (
          <Shown of={returns}>
            {(list) => (
              <div className="scroll-x" tabIndex={0} role="group" aria-label={t.assessment.tabReturns}>
                <table className="plain returns">
                  <thead>
                    <tr>
                      <th scope="col">{t.assessment.unit}</th>
                      {months.map((month) => (
                        <th key={month} scope="col">
                          {t.assessment.month(Number(month.slice(5)))}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {items
                      .filter((unit) => unit.scored)
                      .map((unit) => (
                        <tr key={unit.id}>
                          <th scope="row">{unit.short_name || unit.name}</th>
                          {months.map((month) => {
                            const row = list.items.find((one) => one.unit.id === unit.id && one.month === month);
                            const [tone, text] = state(t, row, server.today);
                            const label = `${unit.name} ${month} ${text || t.assessment.notDue}`;
                            return (
                              <td key={month}>
                                {can ? (
                                  <button type="button" className={`cell ${tone}`} aria-label={label} onClick={() => setCell({ unit, month, row })}>
                                    {text || '—'}
                                  </button>
                                ) : (
                                  <span className={`cell ${tone}`}>{text || '—'}</span>
                                )}
                              </td>
                            );
                          })}
                        </tr>
                      ))}
                  </tbody>
                </table>
              </div>
            )}
          </Shown>
        )}
      </Shown>
      {cell && <Edit cell={cell} close={() => setCell(null)} />}
    </div>
  );
}

function state(t: Dict, row: Return | undefined, today: string): [string, string] {
  if (!row) return ['', ''];
  if (row.submitted_on) {
    const days = Math.round((Date.parse(row.submitted_on) - Date.parse(row.due_on)) / 86_400_000);
    return days > 0 ? ['warn', t.assessment.late(days)] : ['good', t.assessment.onTime];
  }
  return row.due_on < today ? ['bad', t.assessment.notIn] : ['', t.assessment.waiting];
}

function Edit({ cell, close }: { cell: Cell; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ due_on: string; submitted_on: string | null }>();
  const save = useWrite(
    (values: { due_on: string; submitted_on: string | null }, key) =>
      api.put('/api/v1/returns', { unit_id: cell.unit.id, month: cell.month, due_on: values.due_on, submitted_on: values.submitted_on ?? null }, key),
    { said: t.common.saved, refresh: [['returns'], ['scores']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={`${cell.unit.name} · ${cell.month}`} okText={t.common.save} cancelText={t.common.cancel} confirmLoading={save.isPending} onOk={() => form.submit()} onCancel={close}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ due_on: cell.row?.due_on ?? due(cell.month), submitted_on: cell.row?.submitted_on ?? null }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="due_on" label={t.assessment.dueOn} rules={[{ required: true, message: t.common.required }]}>
          <DateInput />
        </Form.Item>
        <Form.Item name="submitted_on" label={t.assessment.submittedOn} extra={t.assessment.submittedHint}>
          <DateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Forms of a month are usually due on the fifth of the next. */
function due(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01-05` : `${year}-${String(number + 1).padStart(2, '0')}-05`;
}
