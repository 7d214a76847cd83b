import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Input, Select, type FormInstance } from 'antd';
import dayjs from 'dayjs';
import { useEffect } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { api } from '@/api/http';
import { useOfficeDay, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { money, moneyInput } from '@/lib/money';
import { paths } from '@/lib/paths';
import { DateInput } from '@/ui/DateInput';
import { ProjectPick, UnitPick, unitsQuery, type Choice } from '@/ui/pick';
import type { StaleChoice } from '@/ui/problem';
import { useMerge } from '@/ui/useMerge';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import { inFen, minorAsFen, rateText } from './amount';
import { EvidenceField, type Attached } from './EvidenceField';
import { projectFacts, ratesQuery } from './queries';
import type { FundView } from './types';

const CURRENCIES = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'TWD', 'SGD', 'GBP', 'KRW', 'MOP'];

interface Values {
  project: Choice | null;
  unit_id: string;
  kind: string;
  payer: string;
  slip_no?: string;
  received_on: string;
  amount: string;
  unit: 'one' | 'wan' | 'yi';
  currency: string;
  rate?: string;
  rate_source?: string;
  note?: string;
  evidence: Attached[];
}

interface Props {
  /** A receipt of this project. */
  project?: string | undefined;
  /** Changes a claim that is still with the claiming side. */
  fund?: FundView;
  close: () => void;
}

/** Claims money in place, or changes a claim that has come back. */
export default function ClaimDrawer({ project, fund, close }: Props) {
  const t = useT();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const { server, roles } = useSession();
  const day = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const currency = Form.useWatch('currency', form) ?? 'CNY';

  const units = useQuery(unitsQuery).data?.items ?? [];
  const f = t.fund;
  const merging = useMerge<FundView, Values, Body>({
    form,
    view: fund,
    toForm: fromFund,
    toDraft: toBody,
    labels: {
      unit_id: f.unit,
      kind: f.kind,
      payer: f.payer,
      slip_no: f.slipNo,
      received_on: f.receivedOn,
      amount: t.common.withUnit(f.amount, f.units.wan),
      currency: f.currency,
      rate: f.rate(currency),
      rate_source: f.rateSource,
      note: t.common.note,
      evidence: f.evidence,
    },
    show: (field, value) => {
      if (field === 'unit_id') return units.find((one) => one.id === value)?.name ?? '—';
      if (field === 'kind') return word(t, 'fundKind', String(value));
      if (field === 'evidence') return (value as Attached[]).map((one) => one.name).join(t.project.listComma) || '—';
      return value ? String(value) : '—';
    },
  });
  const save = useWrite(
    (body: Body, key) =>
      fund
        ? api.put<FundView>(`/api/v1/funds/${fund.id}`, { ...body, version: merging.base()?.version ?? fund.version }, key)
        : api.post<FundView>('/api/v1/funds', body, key),
    {
      said: () => (fund ? merging.said(t.common.saved) : t.fund.claimSent),
      refresh: [['funds'], ['review'], ['projects'], ['figure']],
      place: () => ({ form, stale: { resolve: inOneUnit(form, merging.stale((body) => save.mutate(body))) } }),
      onDone: (view) => {
        close();
        if (!fund) void navigate({ to: paths.fund(view.id) });
      },
    },
  );
  const leave = () => {
    if (!form.isFieldsTouched()) close();
    else modal.confirm({ title: t.common.unsaved, okText: t.common.confirm, cancelText: t.common.cancel, onOk: close });
  };

  return (
    <Drawer
      open
      onClose={leave}
      size="min(640px, 100vw)"
      title={fund ? t.fund.editTitle(fund.code) : t.fund.add}
      closable={{ 'aria-label': t.common.close }}
      footer={
        <div className="drawer-foot">
          <Button onClick={leave}>{t.common.cancel}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {fund ? t.common.save : t.fund.send}
          </Button>
        </div>
      }
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={fund ? fromFund(fund) : { unit: 'wan', currency: 'CNY', kind: 'cash', received_on: day, evidence: [], unit_id: roles.find((role) => !['committee', 'office'].includes(role.unit.kind))?.unit.id }}
        onFinish={(values) => save.mutate(toBody(values))}
      >
        <ProjectField project={project} fixed={fund !== undefined} />
        <div className="form-two">
          <Form.Item name="unit_id" label={t.fund.unit} rules={[{ required: true, message: t.common.required }]}>
            <UnitPick />
          </Form.Item>
          <Form.Item name="kind" label={t.fund.kind} rules={[{ required: true, message: t.common.required }]}>
            <Select options={options(t, 'fundKind')} />
          </Form.Item>
        </div>
        <Form.Item name="payer" label={t.fund.payer} extra={t.fund.payerHint} rules={[{ required: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <div className="form-two">
          <Form.Item name="received_on" label={t.fund.receivedOn} rules={[{ required: true, message: t.common.required }]}>
            <DateInput max={server.today} />
          </Form.Item>
          <Form.Item name="slip_no" label={t.fund.slipNo}>
            <Input maxLength={100} />
          </Form.Item>
        </div>
        <AmountFields />
        {currency !== 'CNY' && <RateFields currency={currency} />}
        <Form.Item name="evidence" label={t.fund.evidence} extra={t.fund.evidenceHint}>
          <EvidenceField />
        </Form.Item>
        <Form.Item name="note" label={t.common.note}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

function ProjectField({ project, fixed }: { project: string | undefined; fixed: boolean }) {
  const t = useT();
  const form = Form.useFormInstance<Values>();
  const chosen = Form.useWatch('project', form)?.value ?? project;
  const given = useQuery({ ...projectFacts(chosen ?? ''), enabled: !fixed && chosen !== undefined });
  useEffect(() => {
    if (!given.data || fixed) return;
    const { id, code, name, lead_unit, investors } = given.data;
    if (!form.getFieldValue('project')) form.setFieldsValue({ project: { value: id, label: `${code} ${name}` } });
    // What the project says already is offered, and what was typed stays.
    if (!form.isFieldTouched('unit_id') && !form.getFieldValue('unit_id')) form.setFieldsValue({ unit_id: lead_unit.id });
    if (!form.isFieldTouched('payer') && investors[0]) form.setFieldsValue({ payer: investors[0].name });
  }, [given.data, form, fixed]);
  return (
    <Form.Item name="project" label={t.fund.project} rules={[{ required: true, message: t.common.required }]} {...(fixed ? { extra: t.fund.projectFixed } : {})}>
      <ProjectPick />
    </Form.Item>
  );
}

function AmountFields() {
  const t = useT();
  const amount = Form.useWatch<string | undefined>('amount') ?? '';
  const unit = Form.useWatch<string | undefined>('unit') ?? 'wan';
  const currency = Form.useWatch<string | undefined>('currency') ?? 'CNY';
  const rate = Form.useWatch<string | undefined>('rate') ?? '';
  const fen = inFen(amount, unit, currency === 'CNY' ? '1' : rate);
  return (
    <Form.Item label={t.fund.amount} required htmlFor="amount" extra={fen === null ? t.fund.amountHint : t.fund.amountIs(money(fen, 'wan'), money(fen, 'yuan'))}>
      <div className="form-amount">
        <Form.Item
          name="amount"
          noStyle
          rules={[
            { required: true, message: t.common.required },
            { validator: (_, text: string) => (!text || inFen(text, 'one', '1') !== null ? Promise.resolve() : Promise.reject(new Error(t.fund.amountWrong))) },
          ]}
        >
          <Input inputMode="decimal" maxLength={24} aria-label={t.fund.amount} />
        </Form.Item>
        <Form.Item name="unit" noStyle>
          <Select
            aria-label={t.fund.amountUnit}
            options={[
              { value: 'wan', label: t.fund.units.wan },
              { value: 'yi', label: t.fund.units.yi },
              { value: 'one', label: t.fund.units.one },
            ]}
          />
        </Form.Item>
        <Form.Item name="currency" noStyle>
          <Select aria-label={t.fund.currency} showSearch options={CURRENCIES.map((code) => ({ value: code, label: `${t.fund.currencies[code] ?? code} ${code}` }))} popupMatchSelectWidth={false} />
        </Form.Item>
      </div>
    </Form.Item>
  );
}

/** The rate of the day of receipt, offered out of the table where it has one. */
function RateFields({ currency }: { currency: string }) {
  const t = useT();
  const form = Form.useFormInstance<Values>();
  const received = Form.useWatch<string | undefined>('received_on');
  const from = received ? dayjs(received).subtract(31, 'day').format('YYYY-MM-DD') : '';
  const rates = useQuery({ ...ratesQuery(currency, from, received ?? ''), enabled: Boolean(received) });
  const last = [...(rates.data?.items ?? [])].sort((a, b) => b.on_date.localeCompare(a.on_date))[0];
  useEffect(() => {
    if (last && !form.isFieldTouched('rate')) form.setFieldsValue({ rate: last.rate, rate_source: last.source });
  }, [last, form]);
  return (
    <div className="form-two">
      <Form.Item
        name="rate"
        label={t.fund.rate(currency)}
        extra={last ? t.fund.rateOffered(last.on_date) : rates.isSuccess ? t.fund.rateNone : undefined}
        rules={[{ required: true, message: t.common.required }]}
      >
        <Input inputMode="decimal" maxLength={16} />
      </Form.Item>
      <Form.Item name="rate_source" label={t.fund.rateSource} rules={[{ required: true, message: t.common.required }]}>
        <Input maxLength={100} placeholder={t.fund.rateSourceHint} />
      </Form.Item>
    </div>
  );
}

/** Amounts are compared in 万元: somebody who typed 亿元 has the same unit as the record before both are put side by side. */
function inOneUnit(form: FormInstance<Values>, { resolve }: StaleChoice): StaleChoice['resolve'] {
  return (current) => {
    const { amount, unit } = form.getFieldsValue(true) as Values;
    const fen = inFen(amount, unit, '1');
    if (unit !== 'wan' && fen !== null) form.setFieldsValue({ amount: moneyInput(fen, 'wan'), unit: 'wan' });
    resolve(current);
  };
}

type Body = ReturnType<typeof toBody>;

function toBody(values: Values) {
  const foreign = values.currency !== 'CNY';
  return {
    project_id: values.project?.value,
    unit_id: values.unit_id,
    kind: values.kind,
    payer: values.payer,
    slip_no: values.slip_no ?? '',
    received_on: values.received_on,
    amount: values.amount,
    unit: values.unit,
    currency: values.currency,
    ...(foreign ? { rate: values.rate, rate_source: values.rate_source } : {}),
    note: values.note ?? '',
    evidence: (values.evidence ?? []).map(({ sha256, kind, name }) => ({ sha256, kind, name })),
  };
}

function fromFund(fund: FundView): Values {
  return {
    project: { value: fund.project.id, label: `${fund.project.code} ${fund.project.name}` },
    unit_id: fund.unit.id,
    kind: fund.kind,
    payer: fund.payer,
    slip_no: fund.slip_no,
    received_on: fund.received_on,
    amount: moneyInput(minorAsFen(fund), 'wan'),
    unit: 'wan',
    currency: fund.currency,
    rate: fund.currency === 'CNY' ? '' : rateText(fund.rate_e8),
    rate_source: fund.rate_source,
    note: fund.note,
    evidence: fund.evidence.map(({ sha256, size, media_type, name, kind, url }) => ({ sha256, size, media_type, name, kind, url })),
  };
}
