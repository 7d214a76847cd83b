import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Select, type FormInstance } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import type { OrganisationRef, UnitRef } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { DateInput } from '../DateInput';
import { FormDrawer } from '../FormDrawer';
import { OrganisationPick, UnitPick, type Choice } from '../pick';
import { useMerge } from '../useMerge';
import { useWrite } from '../useWrite';
import { options, word } from '../words';
import type { ContactRecord, ContactRules, ContactSaved } from './types';
import './contacts.css';

interface Values {
  organisation_id: Choice | null;
  unit_id?: string;
  name: string;
  title?: string;
  phones?: string[];
  email?: string;
  wechat?: string;
  language: string;
  note?: string;
  basis: string;
  source?: string;
  notice_on?: string | null;
  retention_until: string;
}

type Draft = Omit<Values, 'organisation_id'> & { organisation_id: string | undefined; version?: number };

interface Props {
  contact?: ContactRecord;
  /** Of this organisation; the reader chooses when there is none. */
  organisation?: OrganisationRef | undefined;
  close: () => void;
  done: (saved: ContactSaved) => void;
}

const toForm = (view: ContactRecord): Values => ({
  organisation_id: { value: view.organisation.id, label: view.organisation.name },
  unit_id: view.unit.id,
  name: view.name,
  title: view.title,
  phones: view.phones,
  email: view.email,
  wechat: view.wechat,
  language: view.language,
  note: view.note,
  basis: view.basis,
  source: view.source,
  notice_on: view.notice_on,
  retention_until: view.retention_until,
});

const toDraft = ({ organisation_id, ...values }: Values, version: number | undefined): Draft => ({
  ...values,
  organisation_id: organisation_id?.value,
  phones: (values.phones ?? []).filter((phone) => (phone ?? '').trim() !== ''),
  ...(version === undefined ? {} : { version }),
});

/** A person is entered or changed. What is masked is left as it is unless something else is typed. */
export default function ContactForm({ contact, organisation, close, done }: Props) {
  const t = useT();
  const today = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const [touched, setTouched] = useState(false);
  const rules = useQuery({ queryKey: ['contacts', 'rules'], queryFn: ({ signal }) => api.get<ContactRules>('/api/v1/contacts/rules', undefined, signal) });
  const last = rules.data && dayjs(today).add(rules.data.retention_months, 'month').format('YYYY-MM-DD');
  useEffect(() => {
    if (last && !contact && !form.getFieldValue('retention_until')) form.setFieldValue('retention_until', last);
  }, [last, contact, form]);
  const merging = useMerge<ContactRecord, Values, Draft>({
    form,
    view: contact,
    toForm,
    toDraft: (values, view) => toDraft(values, view.version),
    labels: fieldNames(t),
    show: (field, value) => shown(t, field, value, [contact?.unit]),
  });
  const save = useWrite(
    (draft: Draft, key) =>
      contact ? api.put<ContactSaved>(`/api/v1/contacts/${contact.id}`, draft, key) : api.post<ContactSaved>('/api/v1/contacts', draft, key),
    {
      said: () => merging.said(contact ? t.contact.saved : t.contact.created),
      refresh: [['contacts']],
      onDone: done,
      place: () => ({ form, stale: merging.stale((draft) => save.mutate(draft)) }),
    },
  );
  const required = [{ required: true, message: t.common.required }];
  const initial: Partial<Values> = contact
    ? toForm(contact)
    : { organisation_id: organisation ? { value: organisation.id, label: organisation.name } : null, phones: [''], language: 'zh' };
  return (
    <FormDrawer
      title={contact ? t.contact.editTitle : t.contact.createTitle}
      size="min(620px, 100vw)"
      touched={touched}
      saving={save.isPending}
      save={() => form.submit()}
      close={close}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={initial}
        onValuesChange={() => setTouched(true)}
        onFinish={(values) => save.mutate(toDraft(values, merging.base()?.version))}
      >
        <Form.Item name="organisation_id" label={t.contact.organisation} rules={required}>
          <OrganisationPick autoFocus={!contact && !organisation} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="name" label={t.contact.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
            <Input maxLength={60} autoComplete="off" autoFocus={!contact && organisation !== undefined} />
          </Form.Item>
          <Form.Item name="title" label={t.contact.position}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
        </div>
        <Phones masked={contact !== undefined} />
        <div className="cols">
          <Form.Item name="email" label={t.contact.email}>
            <Input className="num" maxLength={254} autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Form.Item name="wechat" label={t.contact.wechat}>
            <Input className="num" maxLength={40} autoComplete="off" spellCheck={false} />
          </Form.Item>
        </div>
        <Known form={form} self={contact?.id} />
        <div className="cols">
          <Form.Item name="language" label={t.contact.language} rules={required}>
            <Select options={options(t, 'contactLanguage')} />
          </Form.Item>
          <Form.Item name="unit_id" label={t.contact.unit} extra={contact ? undefined : t.contact.unitHint}>
            <UnitPick allowClear={!contact} placeholder={t.contact.unitOwn} />
          </Form.Item>
        </div>
        <Form.Item name="note" label={t.contact.note} extra={t.contact.noteHint}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
        </Form.Item>
        <h2 className="form-part">{t.contact.law}</h2>
        <div className="cols">
          <Form.Item name="basis" label={t.contact.basis} rules={required}>
            <Select options={options(t, 'contactBasis')} popupMatchSelectWidth={false} />
          </Form.Item>
          <Form.Item name="source" label={t.contact.source}>
            <Input maxLength={200} placeholder={t.contact.sourceHint} />
          </Form.Item>
          <Form.Item name="notice_on" label={t.contact.noticeOn} extra={t.contact.noticeHint}>
            <DateInput max={today} />
          </Form.Item>
          <Form.Item name="retention_until" label={t.contact.until} rules={required} extra={rules.data && t.contact.untilHint(rules.data.retention_months)}>
            <DateInput min={today} {...(last ? { max: last } : {})} />
          </Form.Item>
        </div>
      </Form>
    </FormDrawer>
  );
}

function Phones({ masked }: { masked: boolean }) {
  const t = useT();
  return (
    <Form.List name="phones">
      {(fields, { add, remove }) => (
        <Form.Item label={t.contact.phones} extra={masked ? t.contact.maskedHint : undefined}>
          {fields.map((field, at) => (
            <div key={field.key} className="phone-line">
              <Form.Item name={field.name} noStyle>
                <Input className="num" maxLength={40} autoComplete="off" aria-label={t.contact.phoneNo(at + 1)} />
              </Form.Item>
              <Button type="text" aria-label={t.contact.removePhone(at + 1)} icon={<MinusCircleOutlined aria-hidden />} onClick={() => remove(field.name)} />
              <Form.Item noStyle shouldUpdate>
                {({ getFieldError }) => {
                  const [wrong] = getFieldError(['phones', field.name]);
                  return wrong ? (
                    <div role="alert" className="wrong">
                      {wrong}
                    </div>
                  ) : null;
                }}
              </Form.Item>
            </div>
          ))}
          {fields.length < 5 && (
            <Button type="dashed" size="small" icon={<PlusOutlined aria-hidden />} onClick={() => add('')}>
              {t.contact.addPhone}
            </Button>
          )}
        </Form.Item>
      )}
    </Form.List>
  );
}

interface Check {
  known: { id: string; name: string; organisation: OrganisationRef; unit: UnitRef; channel: string }[];
}

/** Whether somebody with this number or address is kept already. */
function Known({ form, self }: { form: FormInstance<Values>; self: string | undefined }) {
  const t = useT();
  const typed = JSON.stringify({
    phones: (Form.useWatch('phones', form) ?? []).filter((phone) => (phone ?? '').trim() !== ''),
    email: Form.useWatch('email', form) ?? '',
    wechat: Form.useWatch('wechat', form) ?? '',
  });
  const [known, setKnown] = useState<Check['known']>([]);
  useEffect(() => {
    const asked = JSON.parse(typed) as { phones: string[]; email: string; wechat: string };
    if (asked.phones.length === 0 && asked.email === '' && asked.wechat === '') {
      setKnown([]);
      return;
    }
    let stopped = false;
    // Not a cached query: what is typed here stays out of every cache.
    const timer = setTimeout(() => {
      api.post<Check>('/api/v1/contacts/check', asked).then(
        (found) => stopped || setKnown(found.known.filter((one) => one.id !== self)),
        () => stopped || setKnown([]),
      );
    }, 500);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [typed, self]);
  if (known.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t.contact.known}
      description={
        <ul className="plain-list">
          {known.map((one) => (
            <li key={one.id}>
              <AppLink to={paths.contact(one.id)} target="_blank">
                {one.name}
              </AppLink>{' '}
              {one.organisation.name}{' '}
              <small>{t.contact.knownBy(word(t, 'contactChannel', one.channel), one.unit.short_name || one.unit.name)}</small>
            </li>
          ))}
        </ul>
      }
    />
  );
}

function shown(t: Dict, field: string, value: unknown, units: (UnitRef | undefined)[]): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) return value.join('；') || '—';
  if (typeof value === 'object') return String((value as Choice).label);
  if (field === 'language') return word(t, 'contactLanguage', String(value));
  if (field === 'basis') return word(t, 'contactBasis', String(value));
  if (field === 'unit_id') return units.find((unit) => unit?.id === value)?.name ?? t.contact.otherUnit;
  return String(value);
}

const fieldNames = (t: Dict): Record<string, string> => ({
  organisation_id: t.contact.organisation,
  unit_id: t.contact.unit,
  name: t.contact.name,
  title: t.contact.position,
  phones: t.contact.phones,
  email: t.contact.email,
  wechat: t.contact.wechat,
  language: t.contact.language,
  note: t.contact.note,
  basis: t.contact.basis,
  source: t.contact.source,
  notice_on: t.contact.noticeOn,
  retention_until: t.contact.until,
});
