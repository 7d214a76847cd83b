import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Form, Input, Select, type FormInstance } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '@/api/http';
import { useT, type Dict } from '@/i18n';
import { paths } from '@/lib/paths';
import { readUscc } from '@/lib/uscc';
import { AppLink } from '@/ui/AppLink';
import { CountryPick, IndustryPick, OrganisationPick, useCountryName, type Choice } from '@/ui/pick';
import { useMerge } from '@/ui/useMerge';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import type { OrganisationDraft, OrganisationView } from './types';

interface FormValues extends Omit<OrganisationDraft, 'industry' | 'group_id' | 'version'> {
  industry: Choice | null;
  group_id: Choice | null;
}

interface Props {
  organisation?: OrganisationView;
  close: () => void;
  done: (organisation: OrganisationView) => void;
}

const toForm = (view: OrganisationView): FormValues => ({
  name: view.name,
  uscc: view.uscc,
  kind: view.kind,
  country: view.country,
  group_id: view.group ? { value: view.group.id, label: view.group.name } : null,
  industry: view.industry ? { value: view.industry.code, label: `${view.industry.code} ${view.industry.name}` } : null,
  address: view.address,
  introduction: view.introduction,
  aliases: view.aliases,
});

const toDraft = (values: FormValues, version: number | undefined): OrganisationDraft => ({
  name: values.name.trim(),
  uscc: values.uscc ? readUscc(values.uscc).code || null : null,
  kind: values.kind,
  country: values.country,
  group_id: values.group_id?.value ?? null,
  industry: values.industry?.value ?? null,
  address: values.address?.trim() ?? '',
  introduction: values.introduction?.trim() ?? '',
  aliases: values.aliases ?? [],
  ...(version === undefined ? {} : { version }),
});

export default function InvestorForm({ organisation, close, done }: Props) {
  const t = useT();
  const { modal, notification } = App.useApp();
  const country = useCountryName();
  const [form] = Form.useForm<FormValues>();
  const [touched, setTouched] = useState(false);
  const merging = useMerge<OrganisationView, FormValues, OrganisationDraft>({
    form,
    view: organisation,
    toForm,
    toDraft: (values, view) => toDraft(values, view.version),
    labels: fieldNames(t),
    show: (field, value) => {
      if (value === null || value === undefined || value === '') return '—';
      if (Array.isArray(value)) return value.join(t.common.semicolon) || '—';
      if (typeof value === 'object') return String((value as Choice).label);
      if (field === 'country') return country(String(value));
      return field === 'kind' ? word(t, 'organisationKind', String(value)) : String(value);
    },
  });
  const save = useWrite(
    (draft: OrganisationDraft, key) =>
      organisation
        ? api.put<OrganisationView>(`/api/v1/organisations/${organisation.id}`, draft, key)
        : api.post<OrganisationView>('/api/v1/organisations', draft, key),
    {
      said: () => merging.said(organisation ? t.investor.saved : t.investor.created),
      refresh: [['investors'], ['pick', 'organisation']],
      onDone: (view) => {
        const warnings = (view.warnings ?? []).map((warning) => (typeof warning === 'string' ? warning : warning.message));
        if (warnings.length > 0) notification.warning({ title: t.investor.warnings, description: warnings.join(t.common.semicolon) });
        done(view);
      },
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
      title={organisation ? t.investor.editTitle : t.investor.createTitle}
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
        initialValues={organisation ? toForm(organisation) : { kind: 'enterprise', country: 'CN' }}
        onValuesChange={() => setTouched(true)}
        onFinish={(values) => save.mutate(toDraft(values, merging.base()?.version))}
      >
        <Form.Item name="name" label={t.investor.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} autoFocus={!organisation} />
        </Form.Item>
        <Similar form={form} known={organisation?.id} />
        <UsccField form={form} />
        <div className="cols">
          <Form.Item name="kind" label={t.investor.kind} rules={required}>
            <Select options={options(t, 'organisationKind')} />
          </Form.Item>
          <Form.Item name="country" label={t.investor.country} rules={required}>
            <CountryPick />
          </Form.Item>
          <Form.Item name="industry" label={t.investor.industry}>
            <IndustryPick />
          </Form.Item>
          <Form.Item name="group_id" label={t.investor.group}>
            <OrganisationPick />
          </Form.Item>
        </div>
        <Form.Item name="aliases" label={t.investor.aliases} extra={t.investor.aliasesHint}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[';', '；', '\n']} maxCount={20} />
        </Form.Item>
        <Form.Item name="address" label={t.investor.address}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="introduction" label={t.investor.introduction}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={4000} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

/** Checks the code while it is typed; says what is wrong in words, not only in red. */
function UsccField({ form }: { form: FormInstance<FormValues> }) {
  const t = useT();
  const typed = Form.useWatch('uscc', form) ?? '';
  const reading = readUscc(typed);
  const words = t.investor.usccState;
  const said: Record<string, string> = {
    partial: words.partial(18 - reading.code.length),
    ok: words.ok,
    inner: words.inner,
    length: words.length,
    charset: words.charset,
    check: words.check,
  };
  const status = reading.state === 'ok' ? 'success' : reading.state === 'inner' ? 'warning' : reading.state === 'empty' || reading.state === 'partial' ? '' : 'error';
  return (
    <Form.Item
      name="uscc"
      label={t.investor.uscc}
      hasFeedback={status !== ''}
      validateStatus={status}
      extra={<span aria-live="polite">{said[reading.state] ?? t.investor.usccHint}</span>}
      rules={[
        {
          validator: (_, value: string | null) => {
            const { state, code } = readUscc(value ?? '');
            if (state === 'empty' || state === 'ok' || state === 'inner') return Promise.resolve();
            return Promise.reject(new Error(state === 'partial' ? words.partial(18 - code.length) : words[state]));
          },
          validateTrigger: 'onSubmit',
        },
      ]}
    >
      <Input className="num" maxLength={40} autoComplete="off" spellCheck={false} allowClear />
    </Form.Item>
  );
}

interface Check {
  similar: { id: string; name: string; why: string; why_text: string }[];
}

function Similar({ form, known }: { form: FormInstance<FormValues>; known: string | undefined }) {
  const t = useT();
  const name = Form.useWatch('name', form)?.trim() ?? '';
  const reading = readUscc(Form.useWatch('uscc', form) ?? '');
  const uscc = reading.state === 'ok' || reading.state === 'inner' ? reading.code : '';
  const [asked, setAsked] = useState({ name: '', uscc: '' });
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ name, uscc }), 400);
    return () => clearTimeout(timer);
  }, [name, uscc]);
  const found = useQuery({
    queryKey: ['investors', 'check', asked],
    queryFn: ({ signal }) => api.get<Check>('/api/v1/organisations/check', asked, signal),
    enabled: asked.name.length >= 2 || asked.uscc !== '',
  });
  const hits = (found.data?.similar ?? []).filter((hit) => hit.id !== known);
  if (hits.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t.investor.similar}
      description={
        <ul className="plain-list">
          {hits.slice(0, 6).map((hit) => (
            <li key={hit.id}>
              <AppLink to={paths.investor(hit.id)} target="_blank">
                {hit.name}
              </AppLink>{' '}
              <small>{hit.why_text}</small>
            </li>
          ))}
        </ul>
      }
    />
  );
}

const fieldNames = (t: Dict): Record<string, string> => ({
  name: t.investor.name,
  uscc: t.investor.uscc,
  kind: t.investor.kind,
  country: t.investor.country,
  industry: t.investor.industry,
  group_id: t.investor.group,
  aliases: t.investor.aliases,
  address: t.investor.address,
  introduction: t.investor.introduction,
});
