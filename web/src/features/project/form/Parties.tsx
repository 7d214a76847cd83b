import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Select } from 'antd';
import { api } from '@/api/http';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { percentText } from '@/lib/share';
import { OrganisationPick, UnitPick } from '@/ui/pick';
import type { AgreedShare } from '@/ui/referrals/types';
import { ShareInput } from '@/ui/ShareInput';
import { options } from '@/ui/words';
import type { FormValues } from '../draft';
import { Drop } from './Drop';
import { need } from './rules';

/** Who invests, and in which part. */
export function Investors() {
  const t = useT();
  return (
    <fieldset className="section">
      <legend>{t.project.sectionParties}</legend>
      <Form.List name="investors">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className="line">
                <Form.Item name={[field.name, 'organisation']} label={t.project.organisation} className="double">
                  <OrganisationPick />
                </Form.Item>
                <Form.Item name={[field.name, 'role']} label={t.project.role}>
                  <Select options={options(t, 'partyRole')} />
                </Form.Item>
                <Form.Item name={[field.name, 'share_bp']} label={t.project.share}>
                  <ShareInput />
                </Form.Item>
                <Drop onClick={() => remove(field.name)} />
              </div>
            ))}
            <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({ organisation: null, role: 'investor', share_bp: null })}>
              {t.project.addParty}
            </Button>
            <Form.ErrorList errors={errors} />
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** What was agreed of the credit when the investor was referred to the unit in the lead: proposed once, with why. */
function AgreedShares() {
  const t = useT();
  const form = Form.useFormInstance<FormValues>();
  const investors = Form.useWatch('investors', form);
  const units = Form.useWatch('units', form);
  const organisation_id = investors?.find((one) => one?.role === 'investor' && one.organisation)?.organisation?.value;
  const unit_id = units?.find((one) => one?.role === 'lead')?.unit_id;
  const known = organisation_id !== undefined && !!unit_id;
  const agreed = useQuery({
    queryKey: ['referrals', 'shares', organisation_id, unit_id],
    queryFn: ({ signal }) => api.get<ListOf<AgreedShare>>('/api/v1/referrals/shares', { organisation_id, unit_id }, signal),
    enabled: known,
    retry: false,
  });
  const waiting = (known ? (agreed.data?.items ?? []) : []).filter((one) => !units?.some((row) => row?.unit_id === one.unit.id));
  const fill = (one: AgreedShare) => {
    const rows = (form.getFieldValue('units') ?? []) as FormValues['units'];
    const next = rows.map((row) => (row.role === 'lead' ? { ...row, share_bp: Math.max(0, (row.share_bp ?? 0) - one.share_bp) } : row));
    form.setFieldValue('units', [...next, { unit_id: one.unit.id, role: 'partner', share_bp: one.share_bp }]);
  };
  return waiting.map((one) => (
    <Alert
      key={one.id}
      type="info"
      showIcon
      style={{ marginBottom: 10 }}
      title={t.referral.agreed}
      description={
        <>
          {t.referral.agreedOf(t.referral.agreedBy[one.by] ?? one.by, one.code, one.unit.name, percentText(one.share_bp), one.agreed_on)}
          <div className="soft">{one.why}</div>
        </>
      }
      action={
        <Button size="small" onClick={() => fill(one)}>
          {t.referral.useShare}
        </Button>
      }
    />
  ));
}

/** Which units share the credit; the parts sum to the whole. */
export function Shares({ fresh }: { fresh: boolean }) {
  const t = useT();
  return (
    <fieldset className="section">
      <legend>{t.project.sectionUnits}</legend>
      {fresh && <AgreedShares />}
      <Form.List
        name="units"
        rules={[
          {
            validator: (_, rows: FormValues['units'] | undefined) =>
              (rows ?? []).reduce((sum, row) => sum + (row?.share_bp ?? 0), 0) === 10_000
                ? Promise.resolve()
                : Promise.reject(new Error(t.project.shareWrong)),
          },
        ]}
      >
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className="line">
                <Form.Item name={[field.name, 'unit_id']} label={t.project.unit} className="double" rules={need(t)}>
                  <UnitPick />
                </Form.Item>
                <Form.Item name={[field.name, 'role']} label={t.project.role} rules={need(t)}>
                  <Select options={options(t, 'unitRole')} />
                </Form.Item>
                <Form.Item name={[field.name, 'share_bp']} label={t.project.share} rules={need(t)}>
                  <ShareInput />
                </Form.Item>
                <Drop onClick={() => remove(field.name)} />
              </div>
            ))}
            <div className="line">
              <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({ role: 'partner', share_bp: null })}>
                {t.project.addUnit}
              </Button>
              <Form.Item noStyle dependencies={['units']}>
                {({ getFieldValue }) => {
                  const rows = (getFieldValue('units') ?? []) as { share_bp?: number | null }[];
                  return <span className="soft">{t.project.shareSum(`${percentText(rows.reduce((sum, row) => sum + (row?.share_bp ?? 0), 0))}%`)}</span>;
                }}
              </Form.Item>
            </div>
            <Form.ErrorList errors={errors} />
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
