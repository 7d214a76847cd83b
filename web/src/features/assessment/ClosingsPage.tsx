import './assessment.css';
import '@/ui/stacked.css';
import { LockOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { DatePicker, Form, Modal } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api } from '@/api/http';
import { useOfficeDay, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { StateTag } from '@/ui/words';
import { AsOf } from './AsOf';
import { refreshClosings, type Closing, type ClosingList, type ClosingRow } from './closing';

/** 关账: what was closed, the latest month first. */
export default function ClosingsPage() {
  const t = useT();
  const { server } = useSession();
  const [search] = useSearchState();
  const [open, setOpen] = useState(false);
  const year = Number(search['year']) || server.year;
  const list = useQuery({ queryKey: ['closings', year], queryFn: ({ signal }) => api.get<ClosingList>('/api/v1/closings', { year }, signal) });
  const until = list.data?.closed_until;
  return (
    <Page
      title={t.closing.title}
      sub={list.data ? (until ? t.closing.closedUntil(until) : t.closing.noneClosed) : undefined}
      actions={
        <>
          <AsOf year={year} day={false} />
          <ActionButton type="primary" icon={<LockOutlined />} action={list.data?.close} onClick={() => setOpen(true)}>
            {t.closing.close}
          </ActionButton>
        </>
      }
    >
      <section className="panel" aria-label={t.closing.title}>
        <p className="soft no-gap">{t.closing.sub}</p>
        <Shown of={list}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t.closing.empty} hint={t.closing.emptyHint} />
            ) : (
              <PlainTable<ClosingRow>
                label={t.closing.title}
                rows={items}
                rowKey={(row) => row.id}
                columns={[
                  {
                    title: t.closing.month,
                    head: true,
                    cell: (row) => <AppLink to={paths.closing(row.id)}>{row.no > 1 ? `${row.month} ${t.closing.noText(row.no)}` : row.month}</AppLink>,
                  },
                  { title: t.common.status, cell: (row) => <StateTag dimension="closingState" code={row.state} /> },
                  { title: t.closing.scheme, cell: (row) => t.closing.schemeIs(row.scheme_name, row.scheme_version) },
                  { title: t.closing.closedOn, cell: (row) => [row.closed_on, row.closed_by].filter(Boolean).join(' · ') },
                  { title: t.closing.objectionsUntil, cell: (row) => row.objections_until ?? '—' },
                  { title: t.closing.objections, right: true, cell: (row) => row.objection_count },
                ]}
              />
            )
          }
        </Shown>
      </section>
      {open && <CloseMonth year={year} until={until ?? null} close={() => setOpen(false)} />}
    </Page>
  );
}

function CloseMonth({ year, until, close }: { year: number; until: string | null; close: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const day = dayjs(useOfficeDay());
  const [form] = Form.useForm<{ month: dayjs.Dayjs }>();
  const run = useWrite((values: { month: dayjs.Dayjs }, key) => api.post<Closing>('/api/v1/closings', { year, month: values.month.format('YYYY-MM') }, key), {
    said: t.closing.closed,
    refresh: refreshClosings,
    onDone: (made) => void navigate({ to: paths.closing(made.id) }),
    place: () => ({ form }),
  });
  const last = day.add(1, 'day').subtract(1, 'month').endOf('month');
  const first = until ? dayjs(until).add(1, 'day') : null;
  return (
    <Modal open title={t.closing.closeTitle} okText={t.closing.close} cancelText={t.common.cancel} confirmLoading={run.isPending} onOk={() => form.submit()} onCancel={close}>
      <p className="soft">{t.closing.closeHint}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ month: last }} onFinish={(values) => run.mutate(values)}>
        <Form.Item name="month" label={t.closing.month} rules={[{ required: true, message: t.common.required }]}>
          <DatePicker picker="month" allowClear={false} maxDate={last} {...(first ? { minDate: first } : {})} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
