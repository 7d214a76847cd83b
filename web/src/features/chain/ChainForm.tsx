import { AutoComplete, Form, Input, Modal } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import type { Chain } from '@/ui/chains/types';
import { DateInput } from '@/ui/DateInput';
import { OrganisationPick, UnitPick, unitsQuery, type Choice } from '@/ui/pick';
import { useMerge } from '@/ui/useMerge';
import { useWrite } from '@/ui/useWrite';
import { useQuery } from '@tanstack/react-query';
import { CHAINS } from './queries';

interface Values {
  code: string;
  name: string;
  leader: string;
  lead_unit_id: string;
  master_id: Choice | null;
  note: string;
  valid_from: string;
  valid_until: string | null;
}

interface Props {
  chain: Chain | undefined;
  leaders: string[];
  close: () => void;
  done: (chain: Chain) => void;
}

const toForm = (chain: Chain): Values => ({
  code: chain.code,
  name: chain.name,
  leader: chain.leader,
  lead_unit_id: chain.lead_unit.id,
  master_id: chain.master && { value: chain.master.id, label: chain.master.name },
  note: chain.note,
  valid_from: chain.valid_from,
  valid_until: chain.valid_until,
});

const toDraft = (values: Values) => ({ ...values, leader: values.leader ?? '', note: values.note ?? '', master_id: values.master_id?.value ?? null, valid_until: values.valid_until ?? null });

/** A chain to enter or change. Who leads it is the office's to decide. */
export default function ChainForm({ chain, leaders, close, done }: Props) {
  const t = useT();
  const today = useOfficeDay();
  const units = useQuery(unitsQuery);
  const [form] = Form.useForm<Values>();
  const merging = useMerge<Chain, Values, ReturnType<typeof toDraft>>({
    form,
    view: chain,
    toForm,
    toDraft,
    labels: {
      code: t.chain.code, name: t.chain.name, leader: t.chain.leader, lead_unit_id: t.chain.lead, master_id: t.chain.master, note: t.chain.note, valid_from: t.chain.from, valid_until: t.chain.until,
    },
    show: (field, value) => {
      if (field === 'lead_unit_id') return units.data?.items.find((unit) => unit.id === value)?.name ?? '';
      if (field === 'master_id') return (value as Choice | null)?.label ?? t.common.none;
      return (value as string | null) ?? t.common.none;
    },
  });
  const write = useWrite(
    (draft: ReturnType<typeof toDraft>, key) => {
      const body = { ...draft, version: merging.base()?.version ?? 0 };
      return chain ? api.put<Chain>(`/api/v1/chains/${chain.id}`, body, key) : api.post<Chain>('/api/v1/chains', body, key);
    },
    { said: () => merging.said(t.common.saved), refresh: CHAINS, onDone: done, place: () => ({ form, stale: merging.stale((draft) => write.mutate(draft)) }) },
  );
  const required = [{ required: true, whitespace: true, message: t.common.required }];
  const leads = chain === undefined || chain.actions.lead.ok;
  return (
    <Modal open width={640} title={chain ? t.chain.edit : t.chain.add} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={chain ? toForm(chain) : { valid_from: today, master_id: null, leader: '', note: '' }} onFinish={(values) => write.mutate(toDraft(values))}>
        <div className="line">
          <Form.Item name="code" label={t.chain.code} rules={required}>
            <Input maxLength={30} placeholder={t.chain.codeHint} />
          </Form.Item>
          <Form.Item name="name" label={t.chain.name} rules={required} className="double">
            <Input maxLength={200} />
          </Form.Item>
        </div>
        <div className="cols">
          <Form.Item name="leader" label={t.chain.leader} {...(leads ? {} : { extra: chain.actions.lead.reason ?? '' })}>
            <AutoComplete disabled={!leads} placeholder={t.chain.leaderHint} options={leaders.map((value) => ({ value }))} showSearch={{ filterOption: (text, option) => (option?.value ?? '').includes(text) }} />
          </Form.Item>
          <Form.Item name="lead_unit_id" label={t.chain.lead} rules={[{ required: true, message: t.common.required }]}>
            {leads ? <UnitPick /> : <Locked name={chain.lead_unit.name} />}
          </Form.Item>
        </div>
        <Form.Item name="master_id" label={t.chain.master}>
          <OrganisationPick />
        </Form.Item>
        <div className="cols">
          <Form.Item name="valid_from" label={t.chain.from} rules={[{ required: true, message: t.common.required }]}>
            <DateInput />
          </Form.Item>
          <Form.Item name="valid_until" label={t.chain.until}>
            <DateInput />
          </Form.Item>
        </div>
        <Form.Item name="note" label={t.chain.note}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** A field whose value somebody else decides. */
const Locked = ({ id, name }: { id?: string; name: string }) => <Input {...(id ? { id } : {})} value={name} disabled />;
