import { Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import type { Chain, Link, LinkView } from '@/ui/chains/types';
import { IndustriesPick, type Choice } from '@/ui/pick';
import { useMerge } from '@/ui/useMerge';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import { CHAINS } from './queries';

interface Values {
  name: string;
  tier: string;
  parent_id: string | null;
  sectors: Choice[];
  strength: string;
  reason: string;
  sort_no: number;
}

interface Props {
  chain: Chain;
  link: Link | undefined;
  close: () => void;
  done: (link: LinkView) => void;
}

const toForm = (link: Link): Values => ({
  name: link.name,
  tier: link.tier,
  parent_id: link.parent_id,
  sectors: link.sectors.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` })),
  strength: link.strength,
  reason: link.reason,
  sort_no: link.sort_no,
});

const toDraft = (values: Values) => ({
  ...values,
  parent_id: values.parent_id ?? null,
  sectors: (values.sectors ?? []).map((one) => one.value),
  reason: values.reason ?? '',
  sort_no: values.sort_no ?? 0,
});

/** Links that one may not be a part of: itself and its own parts. */
function below(links: Link[], id: string | undefined): Set<string> {
  const out = new Set<string>(id ? [id] : []);
  for (let grown = true; grown; ) {
    grown = false;
    for (const link of links) {
      if (link.parent_id === null || out.has(link.id) || !out.has(link.parent_id)) continue;
      out.add(link.id);
      grown = true;
    }
  }
  return out;
}

/** A link to enter or change: where it stands, what belongs to it, how strong the district is. */
export default function LinkForm({ chain, link, close, done }: Props) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const tier = Form.useWatch('tier', form) ?? link?.tier;
  const parts = below(chain.links, link?.id);
  const parents = chain.links.filter((one) => one.tier === tier && !parts.has(one.id)).map((one) => ({ value: one.id, label: one.name }));
  const nameOf = (id: string | null) => chain.links.find((one) => one.id === id)?.name ?? t.chain.parentNone;
  const merging = useMerge<Link, Values, ReturnType<typeof toDraft>>({
    form,
    view: link,
    toForm,
    toDraft,
    labels: { name: t.chain.linkName, tier: t.chain.tier, parent_id: t.chain.parent, sectors: t.chain.sectors, strength: t.chain.strength, reason: t.chain.reasonOf, sort_no: t.chain.sortNo },
    show: (field, value) => {
      if (field === 'tier') return word(t, 'chainTier', value as string);
      if (field === 'strength') return word(t, 'chainStrength', value as string);
      if (field === 'parent_id') return nameOf(value as string | null);
      if (field === 'sectors') return (value as Choice[]).map((one) => one.label).join(t.common.semicolon);
      return String(value ?? '');
    },
  });
  const write = useWrite(
    (draft: ReturnType<typeof toDraft>, key) => {
      const body = { ...draft, version: merging.base()?.version ?? 0 };
      return link ? api.put<LinkView>(`/api/v1/chain-links/${link.id}`, body, key) : api.post<LinkView>(`/api/v1/chains/${chain.id}/links`, body, key);
    },
    { said: () => merging.said(t.common.saved), refresh: CHAINS, onDone: done, place: () => ({ form, stale: merging.stale((draft) => write.mutate(draft)) }) },
  );
  const first = link ? toForm(link) : { tier: 'upstream', parent_id: null, sectors: [], strength: 'gap', reason: '', sort_no: chain.links.length };
  return (
    <Modal open width={640} title={link ? t.chain.editLink : t.chain.addLink} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => write.mutate(toDraft(values))}>
        <Form.Item name="name" label={t.chain.linkName} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="tier" label={t.chain.tier}>
          <Radio.Group options={options(t, 'chainTier')} onChange={() => form.setFieldValue('parent_id', null)} />
        </Form.Item>
        <div className="line">
          <Form.Item name="parent_id" label={t.chain.parent} className="double">
            <Select allowClear placeholder={t.chain.parentNone} options={parents} />
          </Form.Item>
          <Form.Item name="sort_no" label={t.chain.sortNo}>
            <InputNumber min={0} max={10000} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item name="sectors" label={t.chain.sectors} extra={t.chain.sectorsHint}>
          <IndustriesPick most={30} />
        </Form.Item>
        <Form.Item name="strength" label={t.chain.strength} {...(link ? { extra: t.chain.suggestedIs(word(t, 'chainStrength', link.facts.suggested)) } : {})}>
          <Radio.Group options={options(t, 'chainStrength')} />
        </Form.Item>
        <Form.Item name="reason" label={t.chain.reasonOf} extra={t.chain.reasonHint}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
