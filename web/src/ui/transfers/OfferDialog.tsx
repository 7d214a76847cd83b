import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { api } from '@/api/http';
import type { ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { DateInput } from '../DateInput';
import { UnitPick } from '../pick';
import { ShareInput } from '../ShareInput';
import { useWrite } from '../useWrite';
import { options, word } from '../words';
import type { Term, TransferRecord } from './types';
import './transfers.css';

interface Values {
  to_unit_id: string;
  reason: string;
  years?: number | null;
  expires_on: string;
  terms: Term[];
}

/** Of these the district's totals add up the units: they are only divided. */
const SUMMED = ['funds', 'projects'];

/** Offers a project to another unit, with a proposal of how credit is shared. */
export default function OfferDialog({ project, close }: { project: ProjectRef; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const terms = Form.useWatch('terms', form);
  const first = Object.keys(t.words.creditMeasure).map((measure) => ({ measure, mode: 'split', keeps_bp: 5000 }));
  const write = useWrite(
    (values: Values, key) =>
      api.post<TransferRecord>(
        '/api/v1/transfers',
        {
          project_id: project.id,
          ...values,
          years: values.years ?? null,
          terms: values.terms.map((term, at) => ({ measure: first[at]?.measure, mode: term.mode, keeps_bp: term.mode === 'double' ? 0 : (term.keeps_bp ?? 0) })),
        },
        key,
      ),
    { said: t.transfer.offered, refresh: [['transfers'], ['timeline']], onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.transfer.offer} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ terms: first }} onFinish={(values) => write.mutate(values)}>
        <p className="soft">
          {project.name} <span className="num">{project.code}</span>
        </p>
        <Form.Item name="to_unit_id" label={t.transfer.to} rules={required}>
          <UnitPick placeholder={t.transfer.to} />
        </Form.Item>
        <Form.Item name="reason" label={t.transfer.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <fieldset className="terms">
          <legend>{t.transfer.terms}</legend>
          <p className="soft">{t.transfer.termsHint}</p>
          {first.map(({ measure }, at) => (
            <div key={measure} className="term">
              <span>{word(t, 'creditMeasure', measure)}</span>
              <Form.Item name={['terms', at, 'mode']} noStyle>
                <Select aria-label={`${word(t, 'creditMeasure', measure)} ${t.transfer.mode}`} options={options(t, 'creditMode').filter((one) => one.value !== 'double' || !SUMMED.includes(measure))} />
              </Form.Item>
              {terms?.[at]?.mode === 'double' ? (
                <span className="soft">{t.transfer.whole}</span>
              ) : (
                <Form.Item name={['terms', at, 'keeps_bp']} noStyle rules={required}>
                  <ShareInput aria-label={`${word(t, 'creditMeasure', measure)} ${t.transfer.keeps}`} />
                </Form.Item>
              )}
            </div>
          ))}
        </fieldset>
        <div className="pair">
          <Form.Item name="years" label={t.transfer.years} extra={t.transfer.yearsHint}>
            <InputNumber min={1} max={50} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="expires_on" label={t.transfer.expiresOn} rules={required}>
            <DateInput />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
