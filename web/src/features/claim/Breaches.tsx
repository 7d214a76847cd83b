import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { options, StateTag, word } from '@/ui/words';
import type { Breach, ClaimRecord } from './types';

const REFRESH = [['claims'], ['claim-breaches'], ['scores']];

/** What units did against first reports, the latest first. */
export function Breaches() {
  const t = useT();
  const [ending, setEnding] = useState<Breach | null>(null);
  const columns: Column<Breach>[] = [
    { key: 'unit', title: t.claim.breachUnit, card: 'title', width: 110, cell: (row) => row.unit.name },
    { key: 'breach', title: t.claim.breachKind, width: 130, cell: (row) => word(t, 'breach', row.breach) },
    { key: 'text', title: t.claim.breachText, width: 235, cell: (row) => row.text },
    { key: 'claim', title: t.claim.code, width: 110, cell: (row) => row.claim.code },
    { key: 'holder', title: t.claim.unit, width: 110, cell: (row) => row.claim.unit.short_name || row.claim.unit.name },
    { key: 'happened_on', title: t.claim.breachOn, width: 110, cell: (row) => row.happened_on },
    { key: 'recorded_on', title: t.claim.breachRecordedOn, width: 110, cell: (row) => row.recorded_on },
    { key: 'minutes_no', title: t.claim.minutesNo, width: 155, cell: (row) => row.minutes_no },
    {
      key: 'state',
      title: t.common.status,
      width: 120,
      cell: (row) => (
        <span className="tags">
          <StateTag dimension="breachState" code={row.state} />
          {row.take_back.ok && (
            <button type="button" className="link" onClick={() => setEnding(row)}>
              {t.claim.breachTakeBack}
            </button>
          )}
        </span>
      ),
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'custom',
      key: 'unit',
      label: t.claim.breachUnit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.claim.breachUnit} aria-label={t.claim.breachUnit} />,
    },
    { kind: 'select', key: 'breach', label: t.claim.breachKind, options: options(t, 'breach'), many: true, primary: true },
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'breachState'), many: true, primary: true },
  ];
  return (
    <>
      <LedgerTable<Breach>
        page="claim-breaches"
        caption={t.claim.tabs['breaches'] ?? ''}
        endpoint="/api/v1/claim-breaches"
        columns={columns}
        filters={filters}
        rowLabel={(row) => row.unit.name}
        empty={<Empty title={t.claim.breachesEmpty} hint={t.claim.breachesEmptyHint} />}
      />
      {ending && <TakeBackDialog breach={ending} close={() => setEnding(null)} />}
    </>
  );
}

/** What units did against one first report. */
export function BreachesOf({ claim }: { claim: ClaimRecord }) {
  const t = useT();
  const [doing, setDoing] = useState<'record' | Breach | null>(null);
  if (claim.breaches.length === 0 && !claim.actions.breach.ok) return null;
  return (
    <section className="panel" aria-label={t.claim.tabs['breaches']}>
      <div className="panel-head">
        <h2>{t.claim.tabs['breaches']}</h2>
        {claim.actions.breach.ok && (
          <ActionButton size="small" action={claim.actions.breach} onClick={() => setDoing('record')}>
            {t.claim.breachRecord}
          </ActionButton>
        )}
      </div>
      {claim.breaches.length === 0 ? (
        <p className="soft">{t.claim.breachesNone}</p>
      ) : (
        <ul className="rows">
          {claim.breaches.map((one) => (
            <li key={one.id}>
              <div className="grow">
                {one.unit.name} · {word(t, 'breach', one.breach)} <span className="soft num nowrap">{one.happened_on}</span>
                <div className="soft">{[one.text, one.minutes_no, one.reason].filter(Boolean).join(' · ')}</div>
              </div>
              <StateTag dimension="breachState" code={one.state} />
              {one.take_back.ok && (
                <button type="button" className="link" onClick={() => setDoing(one)} aria-label={`${t.claim.breachTakeBack} ${one.unit.name}`}>
                  {t.claim.breachTakeBack}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="soft">
        <AppLink to={paths.claims} search={{ tab: 'breaches' }}>
          {t.claim.breachesAll}
        </AppLink>
      </p>
      {doing === 'record' && <RecordDialog claim={claim} close={() => setDoing(null)} />}
      {doing !== null && doing !== 'record' && <TakeBackDialog breach={doing} close={() => setDoing(null)} />}
    </section>
  );
}

interface Values {
  unit_id: string;
  breach: string;
  happened_on: string;
  text: string;
  minutes_no: string;
}

function RecordDialog({ claim, close }: { claim: ClaimRecord; close: () => void }) {
  const t = useT();
  const today = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const write = useWrite((values: Values, key) => api.post<Breach>(`/api/v1/claims/${claim.id}/breaches`, values, key), {
    said: t.common.saved,
    refresh: REFRESH,
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  const filled = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <Modal open title={t.claim.breachRecord} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.claim.breachHint}</p>
      <Form form={form} layout="vertical" initialValues={{ happened_on: today }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="unit_id" label={t.claim.breachUnit} rules={required}>
          <UnitPick />
        </Form.Item>
        <div className="cols">
          <Form.Item name="breach" label={t.claim.breachKind} rules={required}>
            <Select options={options(t, 'breach')} />
          </Form.Item>
          <Form.Item name="happened_on" label={t.claim.breachOn} rules={required}>
            <DateInput min={claim.reported_on} max={today} />
          </Form.Item>
        </div>
        <Form.Item name="text" label={t.claim.breachText} rules={filled}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2000} />
        </Form.Item>
        <Form.Item name="minutes_no" label={t.claim.minutesNo} rules={filled}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function TakeBackDialog({ breach, close }: { breach: Breach; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useWrite(({ reason }: { reason: string }, key) => api.post<Breach>(`/api/v1/claim-breaches/${breach.id}/take-back`, { reason, version: breach.version }, key), {
    said: t.common.done,
    refresh: REFRESH,
    onDone: close,
    place: () => ({ form, stale: { resolve: close } }),
  });
  return (
    <Modal
      open
      title={t.claim.breachTakeBackOf(breach.unit.name)}
      onCancel={close}
      destroyOnHidden
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="primary" danger loading={write.isPending} onClick={() => form.submit()}>
            {t.claim.breachTakeBack}
          </Button>
        </>
      }
    >
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
