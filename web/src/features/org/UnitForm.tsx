import { Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { useMerge } from '@/ui/useMerge';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';
import type { UnitRow, UnitView } from './types';

interface Values {
  parent_id: string | null;
  kind: string;
  name: string;
  short_name: string;
  sort_no: number;
  scored: boolean;
  mission: string;
  valid_from: string;
}

interface Props {
  unit?: UnitView;
  /** Suggested for a new unit. */
  parent?: string | undefined;
  units: UnitRow[];
  close: () => void;
  done: (unit: UnitView) => void;
}

type Change = Pick<Values, 'name' | 'short_name' | 'sort_no' | 'scored' | 'mission'> & { version: number };

/** Kind and place in the tree stay: a re-organisation is a new unit, and history keeps the old one. */
const changeOf = ({ name, short_name, sort_no, scored, mission }: Values, { version }: { version: number }): Change => ({
  name,
  short_name: short_name ?? '',
  sort_no,
  scored,
  mission: mission ?? '',
  version,
});

export function UnitForm({ unit, parent, units, close, done }: Props) {
  const t = useT();
  const { server } = useSession();
  const [form] = Form.useForm<Values>();
  const merging = useMerge<UnitView, Values, Change>({
    form,
    view: unit,
    toForm: (view) => view,
    toDraft: changeOf,
    labels: { name: t.org.name, short_name: t.org.shortName, sort_no: t.org.sortNo, mission: t.org.mission, scored: t.org.scored },
    show: (_, value) => (typeof value === 'boolean' ? (value ? t.common.yes : t.common.no) : String(value ?? '') || '—'),
  });
  const save = useWrite(
    (values: Change | Values, key) => (unit ? api.put<UnitView>(`/api/v1/units/${unit.id}`, values, key) : api.post<UnitView>('/api/v1/units', values, key)),
    {
      said: () => merging.said(t.org.saved),
      refresh: [['units']],
      onDone: done,
      place: () => ({ form, stale: merging.stale((change) => save.mutate(change)) }),
    },
  );
  const send = (values: Values) => {
    const base = merging.base();
    save.mutate(base ? changeOf(values, base) : { ...values, parent_id: values.parent_id ?? null });
  };
  const required = [{ required: true, message: t.common.required }];
  // A unit cannot hang below itself.
  const above = units.filter((one) => !unit || !one.path.startsWith(unit.path));
  return (
    <Modal open title={unit ? t.org.editTitle : t.org.createTitle} onCancel={close} onOk={() => form.submit()} confirmLoading={save.isPending} width={600}>
      <Form
        form={form}
        layout="vertical"
        initialValues={unit ?? { parent_id: parent ?? null, kind: 'street', sort_no: 100, scored: true, mission: '', short_name: '', valid_from: server.today }}
        onFinish={send}
      >
        <Form.Item name="name" label={t.org.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={100} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="short_name" label={t.org.shortName}>
            <Input maxLength={30} />
          </Form.Item>
          <Form.Item name="kind" label={t.org.kind} rules={required}>
            <Select options={options(t, 'unitKind')} disabled={unit !== undefined} />
          </Form.Item>
          <Form.Item name="parent_id" label={t.org.parent}>
            <Select disabled={unit !== undefined} allowClear showSearch={{ optionFilterProp: 'label' }} options={above.map((one) => ({ value: one.id, label: one.name }))} />
          </Form.Item>
          <Form.Item name="sort_no" label={t.org.sortNo}>
            <InputNumber<number> min={0} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="valid_from" label={t.org.validFrom} rules={required}>
            <DateInput disabled={unit !== undefined} />
          </Form.Item>
        </div>
        <Form.Item name="scored" valuePropName="checked">
          <Checkbox>{t.org.scored}</Checkbox>
        </Form.Item>
        <Form.Item name="mission" label={t.org.mission}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
