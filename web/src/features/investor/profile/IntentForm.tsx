import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { api } from '@/api/http';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { fixed, parseMoney } from '@/lib/money';
import { DateInput } from '@/ui/DateInput';
import { IndustriesPick, type Choice } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';
import { mu, wanScale } from './Intents';
import { profileKey } from './Profile';
import type { Intent } from './types';

const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'MOP', 'TWD', 'SGD', 'KRW'];

interface Values {
  content: string;
  sectors: Choice[];
  regions: string[];
  currency: string;
  min?: string;
  max?: string;
  land_m2?: number | null;
  horizon: string;
  standing: string;
  source: string;
  valid_until: string;
}

/** 万 of a currency as typed, without grouping. */
const typed = (minor: number | null, currency: string) => (minor === null ? '' : fixed(BigInt(minor), wanScale(currency), 2).replace(/,/g, '').replace(/\.?0+$/, ''));

/** The typed 万 in the currency's smallest unit; null when empty, NaN when it is no amount. */
function minorOf(text: string | undefined, currency: string): number | null {
  if (!text || text.trim() === '') return null;
  const fen = parseMoney(text, 'wan');
  if (fen === null) return Number.NaN;
  return Number((fen * wanScale(currency)) / 1_000_000n);
}

export function IntentForm({ id, intent, close }: { id: string; intent: Intent | null; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const currency = Form.useWatch('currency', form) ?? intent?.currency ?? 'CNY';
  const land = Form.useWatch('land_m2', form);
  const provinces = useQuery({
    queryKey: ['areas', ''],
    queryFn: ({ signal }) => api.get<ListOf<{ code: string; name: string }>>('/api/v1/areas', undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const areas = [...(provinces.data?.items ?? [])];
  for (const known of intent?.regions ?? []) if (!areas.some((area) => area.code === known.code)) areas.push(known);
  const write = useWrite(
    ({ min, max, sectors, ...values }: Values, key) => {
      const body = {
        ...values,
        sectors: sectors.map((one) => one.value),
        regions: values.regions ?? [],
        min_minor: minorOf(min, values.currency),
        max_minor: minorOf(max, values.currency),
        land_m2: values.land_m2 ?? null,
        version: intent?.version ?? 0,
      };
      const at = `/api/v1/organisations/${id}/intents`;
      return intent ? api.put<Intent>(`${at}/${intent.id}`, body, key) : api.post<Intent>(at, body, key);
    },
    { said: t.common.saved, refresh: [profileKey(id)], onDone: close, place: () => ({ form, stale: { resolve: close } }) },
  );
  const required = [{ required: true, message: t.common.required }];
  const amount = [
    {
      validator: (_: unknown, text?: string) => (Number.isNaN(minorOf(text, currency)) ? Promise.reject(new Error(t.profile.amountWrong)) : Promise.resolve()),
    },
  ];
  const first = intent
    ? {
        ...intent,
        standing: intent.standing === 'expired' ? 'open' : intent.standing,
        sectors: intent.sectors.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` })),
        regions: intent.regions.map((one) => one.code),
        min: typed(intent.min_minor, intent.currency),
        max: typed(intent.max_minor, intent.currency),
      }
    : { currency: 'CNY', horizon: 'year', standing: 'open', sectors: [], regions: [] };
  return (
    <Modal open width={640} title={intent ? t.profile.editIntent : t.profile.addIntent} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="content" label={t.profile.content} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} placeholder={t.profile.contentHint} />
        </Form.Item>
        <Form.Item name="sectors" label={t.profile.sectors}>
          <IndustriesPick most={12} />
        </Form.Item>
        <div className="line">
          <Form.Item name="currency" label={t.project.currency}>
            <Select options={CURRENCIES.map((value) => ({ value, label: value }))} />
          </Form.Item>
          <Form.Item name="min" label={t.common.withUnit(t.profile.min, t.profile.wanOf(currency))} rules={amount}>
            <Input inputMode="decimal" maxLength={20} />
          </Form.Item>
          <Form.Item name="max" label={t.common.withUnit(t.profile.max, t.profile.wanOf(currency))} rules={amount}>
            <Input inputMode="decimal" maxLength={20} />
          </Form.Item>
        </div>
        <Form.Item name="regions" label={t.profile.regions}>
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} loading={provinces.isPending} options={areas.map((area) => ({ value: area.code, label: area.name }))} maxCount={12} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="land_m2" label={t.profile.landM2} {...(land ? { extra: t.siting.areaHint(mu(land)) } : {})}>
            <InputNumber min={1} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="horizon" label={t.profile.horizon} rules={required}>
            <Select options={options(t, 'horizon')} />
          </Form.Item>
          <Form.Item name="standing" label={t.common.status} rules={required}>
            <Select options={options(t, 'intentState').filter((one) => one.value !== 'expired')} />
          </Form.Item>
          <Form.Item name="valid_until" label={t.profile.validUntil} rules={required}>
            <DateInput />
          </Form.Item>
        </div>
        <Form.Item name="source" label={t.profile.source} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={300} placeholder={t.profile.intentSourceHint} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
