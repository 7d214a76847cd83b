import { SettingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import type { ReferralRow } from '@/ui/referrals/types';
import { Empty } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { options, StateTag } from '@/ui/words';

interface Rules {
  answer_days: number;
}

/** 客商转介: the newest first. */
export default function ReferralsPage() {
  const t = useT();
  const can = useCan();
  const session = useSession();
  const [setting, setSetting] = useState(false);
  const rules = useQuery({ queryKey: ['referrals', 'rules'], queryFn: ({ signal }) => api.get<Rules>('/api/v1/referrals/rules', undefined, signal) });
  const office = session.can.some((grant) => grant.class === 'investor' && grant.act === 'write' && grant.scope === 'district');
  const short = (unit: { name: string; short_name: string }) => unit.short_name || unit.name;
  const columns: Column<ReferralRow>[] = [
    { key: 'code', title: t.referral.code, width: 120, cell: (row) => <span className="num nowrap">{row.code}</span> },
    {
      key: 'organisation',
      title: t.referral.investor,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.referral(row.id)} className="name">
          {row.organisation_name}
        </AppLink>
      ),
    },
    { key: 'from', title: t.referral.from, width: 125, cell: (row) => short(row.from_unit) },
    { key: 'to', title: t.referral.to, width: 125, cell: (row) => short(row.to_unit) },
    { key: 'state', title: t.common.status, width: 130, cell: (row) => <StateTag dimension="referralState" code={row.state} /> },
    { key: 'keeps_bp', title: t.referral.keepsShort, unit: '%', right: true, width: 115, cell: (row) => (row.keeps_bp === null ? '' : percentText(row.keeps_bp)) },
    { key: 'offered_on', title: t.referral.offeredOn, width: 120, cell: (row) => <span className="num nowrap">{row.offered_on}</span> },
    { key: 'expires_on', title: t.referral.expiresOn, width: 120, cell: (row) => <span className="num nowrap">{row.expires_on}</span> },
    { key: 'answered_on', title: t.referral.answeredOn, width: 120, cell: (row) => row.answered_on && <span className="num nowrap">{row.answered_on}</span> },
    { key: 'why', title: t.referral.why, hidden: true, cell: (row) => row.why },
  ];
  const sides = Object.entries(t.referral.sides).map(([value, label]) => ({ value, label }));
  const filters: Filter[] = [
    ...(can('investor.write') && !office ? [{ kind: 'select' as const, key: 'hand', label: t.referral.side, options: sides, primary: true }] : []),
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'referralState'), many: true, primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.referral.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.referral.unit} aria-label={t.referral.unit} />,
    },
  ];
  return (
    <Page
      title={t.referral.title}
      sub={t.referral.sub(rules.data?.answer_days ?? 10)}
      actions={
        office &&
        rules.data && (
          <Button icon={<SettingOutlined />} onClick={() => setSetting(true)}>
            {t.referral.rules}
          </Button>
        )
      }
    >
      <LedgerTable<ReferralRow>
        page="referrals"
        caption={t.referral.title}
        endpoint="/api/v1/referrals"
        columns={columns}
        filters={filters}
        rowTo={(row) => paths.referral(row.id)}
        rowLabel={(row) => row.organisation_name}
        empty={<Empty title={t.referral.empty} hint={t.referral.emptyHint} />}
      />
      {setting && rules.data && <RulesDialog rules={rules.data} close={() => setSetting(false)} />}
    </Page>
  );
}

function RulesDialog({ rules, close }: { rules: Rules; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Rules>();
  const write = useWrite((values: Rules, key) => api.put<Rules>('/api/v1/referrals/rules', values, key), {
    said: t.common.saved,
    refresh: [['referrals', 'rules']],
    onDone: close,
    place: () => ({ form }),
  });
  return (
    <Modal open title={t.referral.rules} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={rules} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="answer_days" label={t.referral.answerDays} extra={t.referral.answerDaysHint} rules={[{ required: true, message: t.common.required }]}>
          <InputNumber min={1} max={90} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
