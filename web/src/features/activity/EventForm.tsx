import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { unitsQuery } from '@/ui/pick';
import { useMerge } from '@/ui/useMerge';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import type { EventDraft, EventView } from './types';

type Values = Omit<EventDraft, 'version'>;

const toForm = ({ units, ...view }: EventView): Values => ({
  name: view.name,
  kind: view.kind,
  held_on: view.held_on,
  held_on_text: view.held_on_text,
  place: view.place,
  guests: view.guests,
  outcome: view.outcome,
  unit_ids: units.map((unit) => unit.id),
});

const toDraft = (values: Values, version: number | undefined): EventDraft => ({
  name: values.name.trim(),
  kind: values.kind,
  held_on: values.held_on,
  held_on_text: values.held_on_text?.trim() ?? '',
  place: values.place?.trim() ?? '',
  guests: values.guests ?? null,
  outcome: values.outcome?.trim() ?? '',
  unit_ids: values.unit_ids ?? [],
  ...(version === undefined ? {} : { version }),
});

/** One drawer to enter and to change an event. */
export default function EventForm({ event, close, done }: { event?: EventView; close: () => void; done: (event: EventView) => void }) {
  const t = useT();
  const { modal } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [touched, setTouched] = useState(false);
  const units = useQuery(unitsQuery).data?.items ?? [];
  const a = t.activity;
  const merging = useMerge<EventView, Values, EventDraft>({
    form,
    view: event,
    toForm,
    toDraft: (values, view) => toDraft(values, view.version),
    labels: { name: a.name, kind: a.kind, held_on: a.heldOn, held_on_text: a.heldOnText, place: a.place, guests: a.guests, outcome: a.outcome, unit_ids: a.units },
    show: (field, value) => {
      if (Array.isArray(value)) return value.map((id) => units.find((unit) => unit.id === id)?.name ?? '').join('\n') || '—';
      if (value === null || value === undefined || value === '') return '—';
      return field === 'kind' ? word(t, 'eventKind', String(value)) : String(value);
    },
  });
  const save = useWrite(
    (draft: EventDraft, key) => (event ? api.put<EventView>(`/api/v1/events/${event.id}`, draft, key) : api.post<EventView>('/api/v1/events', draft, key)),
    {
      said: () => merging.said(t.common.saved),
      refresh: [['events']],
      onDone: done,
      place: () => ({ form, stale: merging.stale((draft) => save.mutate(draft)) }),
    },
  );
  const leave = () => {
    if (!touched) close();
    else modal.confirm({ title: t.common.unsaved, onOk: close, okText: t.common.confirm, cancelText: t.common.cancel });
  };
  const required = [{ required: true, message: t.common.required }];
  return (
    <Drawer
      open
      onClose={leave}
      size={620}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      title={event ? a.editTitle : a.createTitle}
      footer={
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button onClick={leave}>{t.common.cancel}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t.common.save}
          </Button>
        </div>
      }
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={event ? toForm(event) : { kind: 'promotion', guests: null, unit_ids: [] }}
        onValuesChange={() => setTouched(true)}
        onFinish={(values) => save.mutate(toDraft(values, merging.base()?.version))}
      >
        <Form.Item name="name" label={a.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} autoFocus={!event} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="kind" label={a.kind} rules={required}>
            <Select options={options(t, 'eventKind')} />
          </Form.Item>
          <Form.Item name="held_on" label={a.heldOn} rules={required}>
            <DateInput />
          </Form.Item>
          <Form.Item name="held_on_text" label={a.heldOnText} extra={a.heldOnTextHint}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name="place" label={a.place}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="guests" label={a.guests}>
            <InputNumber<number> min={0} max={1_000_000} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item name="unit_ids" label={a.units}>
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={units.map((unit) => ({ value: unit.id, label: unit.name }))} />
        </Form.Item>
        <Form.Item name="outcome" label={a.outcome} extra={a.outcomeHint}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={4000} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
