import './review.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import type { ProjectRef, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { DateInput } from '@/ui/DateInput';
import { unitsQuery } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import type { Round } from './types';

interface Waiting {
  id: string;
  title: string;
  project: ProjectRef;
  unit: UnitRef;
  amount_fen: number | null;
  happened_on: string;
}
interface Values {
  name: string;
  funds: string[];
  departments?: string[];
  opinions_due_on: string;
}

/** Claims that wait, ticked into a round, and the departments that are asked. */
export function OpenRound({ close }: { close: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const day = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const chosen = Form.useWatch('funds', form) ?? [];
  const units = useQuery(unitsQuery);
  const queue = useQuery({
    queryKey: ['review', 'waiting'],
    queryFn: ({ signal }) => api.get<{ items: Waiting[] }>('/api/v1/review/queue', { kind: 'fund', limit: 200 }, signal),
  });
  const run = useWrite((values: Values, key) => api.post<Round>('/api/v1/rounds', { ...values, departments: values.departments ?? [] }, key), {
    said: t.review.opened,
    refresh: [['rounds'], ['review']],
    onDone: (made) => void navigate({ to: paths.round(made.id) }),
    place: () => ({ form }),
  });
  const sum = (queue.data?.items ?? []).filter((one) => chosen.includes(one.id)).reduce((all, one) => all + (one.amount_fen ?? 0), 0);
  const departments = (units.data?.items ?? []).filter((unit) => unit.kind === 'department').map((unit) => ({ value: unit.id, label: unit.name }));
  return (
    <Drawer
      open
      onClose={close}
      size="min(620px, 100vw)"
      title={t.review.openTitle}
      closable={{ 'aria-label': t.common.close }}
      footer={
        <div className="round-foot">
          <span className="soft">{t.review.chosen(chosen.length, money(sum))}</span>
          <Button type="primary" loading={run.isPending} onClick={() => form.submit()}>
            {t.review.openNew}
          </Button>
        </div>
      }
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ funds: [], opinions_due_on: dayjs(day).add(7, 'day').format('YYYY-MM-DD') }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="name" label={t.review.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={60} placeholder={t.review.nameHint} />
        </Form.Item>
        <Form.Item name="departments" label={t.review.departments} extra={t.review.departmentsHint}>
          <Select mode="multiple" options={departments} loading={units.isPending} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item name="opinions_due_on" label={t.review.dueOn} rules={[{ required: true, message: t.common.required }]}>
          <DateInput min={day} />
        </Form.Item>
        <Shown of={queue} rows={4}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t.review.noneWaiting} hint="" />
            ) : (
              <Form.Item name="funds" label={t.review.funds} extra={t.review.fundsHint} rules={[{ type: 'array', min: 1, message: t.review.chooseOne }]}>
                <Checkbox.Group className="round-choose">
                  {items.map((one) => (
                    <Checkbox key={one.id} value={one.id}>
                      <span className="round-choice">
                        <span>
                          {one.project.name} <span className="soft">{one.unit.short_name || one.unit.name} · {one.happened_on}</span>
                        </span>
                        <span className="num nowrap">{money(one.amount_fen)} {t.common.unitName.wan}</span>
                      </span>
                    </Checkbox>
                  ))}
                </Checkbox.Group>
              </Form.Item>
            )
          }
        </Shown>
      </Form>
    </Drawer>
  );
}
