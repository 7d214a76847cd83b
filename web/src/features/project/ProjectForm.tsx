import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Form, Input, InputNumber, Select, type FormInstance } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import { parseMoney } from '@/lib/money';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { EventPick, eventsQuery, IndustryPick, OrganisationPick, ProjectPick, UnitPick, unitsQuery, useReadsEvents } from '@/ui/pick';
import { ShareInput } from '@/ui/ShareInput';
import type { AgreedShare } from '@/ui/referrals/types';
import { useMerge } from '@/ui/useMerge';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import { emptyForm, toDraft, toForm, type FormValues } from './draft';
import type { ProjectDraft, ProjectView } from './types';

interface Props {
  /** The project to change; none to create one. */
  project?: ProjectView;
  close: () => void;
  done: (project: ProjectView) => void;
}

/** One drawer to create and to change a project. */
export default function ProjectForm({ project, close, done }: Props) {
  const t = useT();
  const { modal } = App.useApp();
  const { roles } = useSession();
  const [form] = Form.useForm<FormValues>();
  const [touched, setTouched] = useState(false);
  const initial = project ? toForm(project) : emptyForm(roles.find((role) => role.role.startsWith('unit_'))?.unit.id);

  const readsEvents = useReadsEvents();
  const units = useQuery(unitsQuery).data?.items ?? [];
  const events = useQuery({ ...eventsQuery, enabled: readsEvents }).data?.items ?? [];
  const merging = useMerge<ProjectView, FormValues, ProjectDraft>({
    form,
    view: project,
    toForm,
    toDraft,
    labels: fieldNames(t),
    show: (field, value) => field === 'event_id' ? (events.find((one) => one.id === value)?.name ?? '—') : showField(t, field, value, units),
  });

  const save = useWrite(
    (draft: ProjectDraft, key) =>
      project ? api.put<ProjectView>(`/api/v1/projects/${project.id}`, draft, key) : api.post<ProjectView>('/api/v1/projects', draft, key),
    {
      said: () => merging.said(project ? t.project.saved : t.project.created),
      refresh: [['projects']],
      onDone: done,
      place: () => ({ form, stale: merging.stale((draft) => save.mutate(draft)) }),
    },
  );
  const leave = () => {
    if (!touched) close();
    else modal.confirm({ title: t.common.unsaved, onOk: close, okText: t.common.confirm, cancelText: t.common.cancel });
  };

  return (
    <Drawer
      open
      onClose={leave}
      size={860}
      title={project ? t.project.editTitle : t.project.createTitle}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button onClick={leave}>{t.common.cancel}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t.common.save}
          </Button>
        </div>
      }
    >
      <Form<FormValues>
        form={form}
        layout="vertical"
        initialValues={initial}
        scrollToFirstError={{ block: 'center', focus: true }}
        onValuesChange={() => setTouched(true)}
        onFinish={(values) => save.mutate(toDraft({ ...form.getFieldsValue(true), ...values } as FormValues, merging.base()))}
      >
        <Basics form={form} known={project?.id} />
        <Money />
        <Investors />
        <Shares fresh={project === undefined} />
        <Progress />
      </Form>
    </Drawer>
  );
}

const need = (t: Dict) => [{ required: true, message: t.common.required }];

function Basics({ form, known }: { form: FormInstance<FormValues>; known: string | undefined }) {
  const t = useT();
  const kind = Form.useWatch('kind', form);
  const structure = Form.useWatch('structure', form);
  const highTechnology = Form.useWatch('high_technology', form);
  return (
    <fieldset className="section">
      <legend>{t.project.sectionBasics}</legend>
      <Form.Item name="name" label={t.project.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
        <Input maxLength={200} autoFocus={!known} />
      </Form.Item>
      <Similar form={form} known={known} />
      <div className="cols">
        <Form.Item name="track" label={t.project.track} rules={need(t)}>
          <Select options={options(t, 'track')} />
        </Form.Item>
        <Form.Item name="kind" label={t.project.kind} rules={need(t)}>
          <Select options={options(t, 'kind')} />
        </Form.Item>
        <Form.Item name="industry" label={t.project.industry}>
          <IndustryPick />
        </Form.Item>
        <Form.Item name="structure" label={t.project.structure}>
          <Select allowClear placeholder={t.project.structureAuto} options={options(t, 'structure')} />
        </Form.Item>
        <Form.Item name="high_technology" label={t.project.highTech}>
          <Select
            allowClear
            placeholder={t.project.structureAuto}
            options={[
              { value: true, label: t.common.yes },
              { value: false, label: t.common.no },
            ]}
          />
        </Form.Item>
      </div>
      {(structure || typeof highTechnology === 'boolean') && (
        <Form.Item name="structure_reason" label={t.project.structureReason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
      )}
      {kind === 'expansion' && (
        <Form.Item name="enlarges" label={t.project.enlarges} extra={t.project.enlargesHint}>
          <ProjectPick />
        </Form.Item>
      )}
      <Form.Item name="content" label={t.project.content}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
      <div className="cols">
        <Form.Item name="place" label={t.project.place}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="land_m2" label={t.common.withUnit(t.project.land, t.project.landUnit)} extra={t.project.landHint}>
          <InputNumber<number> min={0} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </fieldset>
  );
}

interface SimilarHit {
  /** Null, with the code `occupied`, when another unit's claim may not be seen. */
  id: string | null;
  code: string;
  name: string | null;
  unit: { name: string } | null;
  why_text: string;
}

/** Says while one types that this project may already be in the library. */
function Similar({ form, known }: { form: FormInstance<FormValues>; known: string | undefined }) {
  const t = useT();
  const name = Form.useWatch('name', form)?.trim() ?? '';
  const organisation = Form.useWatch(['investors', 0, 'organisation'], form)?.value;
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(name), 400);
    return () => clearTimeout(timer);
  }, [name]);
  const found = useQuery({
    queryKey: ['projects', 'check', asked, organisation ?? ''],
    queryFn: ({ signal }) => api.get<{ similar: SimilarHit[] }>('/api/v1/projects/check', { name: asked, organisation_id: organisation }, signal),
    enabled: asked.length >= 2,
  });
  const hits = (found.data?.similar ?? []).filter((hit) => hit.id !== known);
  if (hits.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t.project.similar}
      description={
        <ul className="plain-list">
          {hits.slice(0, 5).map((hit) => (
            <li key={hit.id ?? `${hit.unit?.name} ${hit.why_text}`}>
              {hit.id === null ? (
                <span>{t.project.occupied}</span>
              ) : (
                <AppLink to={paths.project(hit.id)} target="_blank">
                  {hit.code} {hit.name}
                </AppLink>
              )}{' '}
              <small>{[hit.unit?.name, hit.why_text].filter(Boolean).join(' · ')}</small>
            </li>
          ))}
        </ul>
      }
    />
  );
}

const CURRENCIES = ['CNY', 'USD', 'EUR', 'HKD', 'TWD', 'JPY', 'KRW', 'SGD', 'GBP'];

function Money() {
  const t = useT();
  const amount = {
    validator: (_: unknown, value: string | undefined) =>
      !value || parseMoney(value, 'yi') !== null ? Promise.resolve() : Promise.reject(new Error(t.project.badAmount)),
  };
  return (
    <fieldset className="section">
      <legend>{t.project.sectionMoney}</legend>
      <Form.List name="phases">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className="line">
                <Form.Item name={[field.name, 'name']} label={t.project.phaseNo(field.name + 1)}>
                  <Input maxLength={60} placeholder={t.project.phaseNo(field.name + 1)} />
                </Form.Item>
                <Form.Item name={[field.name, 'planned_from']} label={`${t.project.planned} ${t.common.from}`}>
                  <DateInput />
                </Form.Item>
                <Form.Item name={[field.name, 'planned_to']} label={t.common.to}>
                  <DateInput />
                </Form.Item>
                <Form.Item name={[field.name, 'actual_from']} label={`${t.project.actual} ${t.common.from}`}>
                  <DateInput />
                </Form.Item>
                <Form.Item name={[field.name, 'actual_to']} label={t.common.to}>
                  <DateInput />
                </Form.Item>
                <Drop onClick={() => remove(field.name)} />
              </div>
            ))}
            <Button type="dashed" icon={<PlusOutlined />} style={{ marginBottom: 14 }} onClick={() => add({ no: fields.length + 1, name: '' })}>
              {t.project.addPhase}
            </Button>
            <Form.ErrorList errors={errors} />
          </>
        )}
      </Form.List>
      <Form.List name="amounts">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className="boxed">
                <div className="line">
                  <Form.Item name={[field.name, 'measure']} label={t.project.amountHead.measure} rules={need(t)}>
                    <Select options={options(t, 'measure')} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'amount']} label={t.project.amount} rules={[amount]}>
                    <Input inputMode="decimal" maxLength={24} />
                  </Form.Item>
                  <Before name={field.name} />
                  <Form.Item name={[field.name, 'unit']} label={t.project.amountUnit}>
                    <Select options={['wan', 'yi', 'one'].map((value) => ({ value, label: t.project.unitOf[value] }))} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'currency']} label={t.project.currency}>
                    <Select options={CURRENCIES.map((value) => ({ value, label: value }))} showSearch />
                  </Form.Item>
                  <Form.Item noStyle dependencies={['phases']}>
                    {({ getFieldValue }) => {
                      const phases = (getFieldValue('phases') ?? []) as { no: number; name: string }[];
                      return phases.length > 0 ? (
                        <Form.Item name={[field.name, 'phase']} label={t.project.amountHead.phase}>
                          <Select
                            options={[
                              { value: 0, label: t.project.phaseWhole },
                              ...phases.map((one, index) => ({ value: one?.no ?? index + 1, label: one?.name || t.project.phaseNo(index + 1) })),
                            ]}
                          />
                        </Form.Item>
                      ) : null;
                    }}
                  </Form.Item>
                  <Drop onClick={() => remove(field.name)} />
                </div>
                <Form.Item noStyle dependencies={[['amounts', field.name, 'currency']]}>
                  {({ getFieldValue }) =>
                    getFieldValue(['amounts', field.name, 'currency']) !== 'CNY' && (
                      <div className="line">
                        <Form.Item name={[field.name, 'rate']} label={t.project.rate} extra={t.project.rateHint}>
                          <Input inputMode="decimal" maxLength={16} />
                        </Form.Item>
                        <Form.Item name={[field.name, 'rate_on']} label={t.project.rateOn}>
                          <DateInput />
                        </Form.Item>
                        <Form.Item name={[field.name, 'rate_source']} label={t.project.rateSource}>
                          <Input maxLength={60} />
                        </Form.Item>
                      </div>
                    )
                  }
                </Form.Item>
              </div>
            ))}
            <Button
              type="dashed"
              icon={<PlusOutlined />}
              onClick={() => add({ phase: 0, measure: 'contract', amount: '', unit: 'wan', currency: 'CNY' })}
            >
              {t.project.addAmount}
            </Button>
            <Form.ErrorList errors={errors} />
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** Of an increase, what there was before: only what is added counts. */
function Before({ name }: { name: number }) {
  const t = useT();
  return (
    <Form.Item noStyle dependencies={['kind']}>
      {({ getFieldValue }) =>
        getFieldValue('kind') === 'expansion' && (
          <Form.Item name={[name, 'before']} label={t.project.before}>
            <Input inputMode="decimal" maxLength={24} />
          </Form.Item>
        )
      }
    </Form.Item>
  );
}

function Drop({ onClick }: { onClick: () => void }) {
  const t = useT();
  return <Button className="drop" type="text" icon={<DeleteOutlined />} aria-label={t.project.removeRow} onClick={onClick} />;
}

function Investors() {
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

function Shares({ fresh }: { fresh: boolean }) {
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

function Progress() {
  const t = useT();
  const events = useReadsEvents();
  return (
    <fieldset className="section">
      <legend>{t.project.sectionSigning}</legend>
      <div className="cols">
        <Form.Item name="agreement" label={t.project.agreement} rules={need(t)}>
          <Select options={options(t, 'agreement')} />
        </Form.Item>
        <Form.Item name="contract_signed_on" label={t.project.signedOn}>
          <DateInput />
        </Form.Item>
        <Form.Item name="introduced_on" label={t.project.introducedOn}>
          <DateInput />
        </Form.Item>
        {events && (
          <Form.Item name="event_id" label={t.activity.ofProject}>
            <EventPick />
          </Form.Item>
        )}
        <Form.Item name="next_step_due_on" label={t.project.nextStepDue}>
          <DateInput />
        </Form.Item>
      </div>
      <Form.Item name="progress" label={t.project.progress}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
      <Form.Item name="next_step" label={t.project.nextStep}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="problem" label={t.project.problem}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
      </Form.Item>
    </fieldset>
  );
}

function fieldNames(t: Dict): Record<string, string> {
  const p = t.project;
  return {
    name: p.name, kind: p.kind, track: p.track, industry: p.industry, structure: p.structure, structure_reason: p.structureReason,
    high_technology: p.highTech, amounts: p.amounts, phases: p.phases, land_m2: p.land, place: p.place, content: p.content,
    investors: p.investors, units: p.units, agreement: p.agreement, contract_signed_on: p.signedOn,
    introduced_on: p.introducedOn, progress: p.progress, next_step: p.nextStep, next_step_due_on: p.nextStepDue, problem: p.problem, event_id: t.activity.ofProject, enlarges_id: p.enlarges, enlarges: p.enlarges,
  };
}

/** A field's form value in words, for the choice between two versions. */
function showField(t: Dict, field: string, value: unknown, units: readonly { id: string; name: string }[]): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? t.common.yes : t.common.no;
  if (typeof value === 'string') return field === 'kind' || field === 'track' || field === 'structure' || field === 'agreement' ? word(t, field, value) : value;
  if (typeof value === 'number') return value.toLocaleString('en-US');
  const form = { [field]: value } as Partial<FormValues>;
  const share = (bp: number | null) => (typeof bp === 'number' ? ` ${percentText(bp)}%` : '');
  const rows =
    form.amounts?.filter((one) => one.amount).map((one) => `${word(t, 'measure', one.measure)} ${one.amount} ${t.fund.units[one.unit as 'wan'] ?? one.unit} ${one.currency}`) ??
    form.investors?.filter((one) => one.organisation).map((one) => `${one.organisation!.label}${share(one.share_bp)}`) ??
    form.units?.filter((one) => one.unit_id).map((one) => `${units.find((unit) => unit.id === one.unit_id)?.name ?? ''}${share(one.share_bp)}`) ??
    form.phases?.map((one) => `${one.no} ${one.name} ${one.planned_from ?? ''}${one.planned_to ? `–${one.planned_to}` : ''}`.trim());
  if (rows) return rows.join('\n') || '—';
  return form.industry?.label ?? '—';
}
