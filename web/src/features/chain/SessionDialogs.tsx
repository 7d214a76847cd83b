import { App, Button, Form, Input, Modal, Radio, Select } from 'antd';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import type { Chain, Pair, Session } from '@/ui/chains/types';
import { DateInput } from '@/ui/DateInput';
import { EventPick, OrganisationPick, UnitPick, useReadsEvents, type Choice } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import { CHAINS } from './queries';

interface SessionValues {
  way: 'old' | 'new';
  event_id?: string;
  name?: string;
  held_on?: string;
  place?: string;
  unit_id?: string;
}

/** A session: an event on record, or a new one. */
export function SessionDialog({ chain, close }: { chain: Chain; close: () => void }) {
  const t = useT();
  const today = useOfficeDay();
  const readsEvents = useReadsEvents();
  const [form] = Form.useForm<SessionValues>();
  const way = Form.useWatch('way', form) ?? 'new';
  const write = useWrite(
    ({ way: chosen, ...values }: SessionValues, key) => api.post<Chain>(`/api/v1/chains/${chain.id}/sessions`, chosen === 'old' ? { event_id: values.event_id } : { ...values, unit_id: values.unit_id ?? null }, key),
    { said: t.common.saved, refresh: CHAINS, onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.chain.sessionAdd} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ way: 'new', held_on: today }} onFinish={(values) => write.mutate(values)}>
        {readsEvents && (
          <Form.Item name="way" label={t.chain.event}>
            <Radio.Group
              options={[
                { value: 'new', label: t.chain.sessionNew },
                { value: 'old', label: t.chain.sessionOld },
              ]}
            />
          </Form.Item>
        )}
        {way === 'old' ? (
          <Form.Item name="event_id" label={t.chain.sessionOld} rules={required}>
            <EventPick />
          </Form.Item>
        ) : (
          <>
            <Form.Item name="name" label={t.chain.sessionName} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
              <Input maxLength={200} placeholder={t.chain.sessionNameHint} />
            </Form.Item>
            <div className="cols">
              <Form.Item name="held_on" label={t.chain.heldOn} rules={required}>
                <DateInput />
              </Form.Item>
              <Form.Item name="place" label={t.chain.place}>
                <Input maxLength={100} />
              </Form.Item>
            </div>
            <Form.Item name="unit_id" label={t.chain.organiser}>
              <UnitPick allowClear placeholder={t.chain.organiserHint} />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}

interface PairValues {
  link_id: string;
  firm_id: Choice;
  investor_id: Choice;
  result: string;
  next_step?: string;
  due_on?: string | null;
}

const choice = (of: { id: string; name: string } | null): Choice | undefined => (of ? { value: of.id, label: of.name } : undefined);

/** Who met whom about which link, and what is next. */
export function PairDialog({ chain, session, pair, close }: { chain: Chain; session: Session; pair: Pair | null; close: () => void }) {
  const t = useT();
  const { modal } = App.useApp();
  const [form] = Form.useForm<PairValues>();
  const next = Form.useWatch('next_step', form);
  const write = useWrite(
    ({ firm_id, investor_id, ...values }: PairValues, key) => {
      const body = { ...values, firm_id: firm_id.value, investor_id: investor_id.value, next_step: values.next_step ?? '', due_on: values.due_on ?? null, version: pair?.version ?? 0 };
      return pair ? api.put<Pair>(`/api/v1/chain-pairs/${pair.id}`, body, key) : api.post<Pair>(`/api/v1/chains/${chain.id}/sessions/${session.event_id}/pairs`, body, key);
    },
    { said: t.common.saved, refresh: CHAINS, onDone: close, place: () => ({ form }) },
  );
  const remove = useWrite((version: number, key) => api.post(`/api/v1/chain-pairs/${pair?.id ?? ''}/remove`, { version }, key), { said: t.common.done, refresh: CHAINS, onDone: close });
  const first = pair
    ? { link_id: pair.link_id, firm_id: choice(pair.firm), investor_id: choice(pair.investor), result: pair.result, next_step: pair.next_step, due_on: pair.due_on }
    : { result: 'interest', ...(chain.links.length === 1 ? { link_id: chain.links[0]?.id } : {}) };
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal
      open
      title={`${pair ? t.chain.pairEdit : t.chain.pairAdd}${t.common.colon}${session.name}`}
      onCancel={close}
      destroyOnHidden
      footer={
        <>
          {pair && (
            <Button danger onClick={() => modal.confirm({ title: t.chain.removeSure, okText: t.common.remove, cancelText: t.common.cancel, onOk: () => remove.mutate(pair.version) })}>
              {t.common.remove}
            </Button>
          )}
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="primary" loading={write.isPending} onClick={() => form.submit()}>
            {t.common.save}
          </Button>
        </>
      }
    >
      <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="link_id" label={t.chain.link} rules={required}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={chain.links.map((link) => ({ value: link.id, label: `${word(t, 'chainTier', link.tier)} · ${link.name}` }))} />
        </Form.Item>
        <Form.Item name="firm_id" label={t.chain.firm} rules={required}>
          <OrganisationPick />
        </Form.Item>
        <Form.Item name="investor_id" label={t.chain.investor} rules={required}>
          <OrganisationPick />
        </Form.Item>
        <Form.Item name="result" label={t.chain.result}>
          <Radio.Group options={options(t, 'chainResult')} />
        </Form.Item>
        <Form.Item name="next_step" label={t.chain.nextStep}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="due_on" label={t.chain.due} rules={next ? required : []}>
          <DateInput min={session.held_on} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
