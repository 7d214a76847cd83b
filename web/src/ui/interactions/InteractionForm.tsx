import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select, type FormInstance } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useOfficeDay, useSession } from '@/api/session';
import type { OrganisationRef, PageOf } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import type { ContactRow } from '../contacts/types';
import { DateInput } from '../DateInput';
import { FormDrawer } from '../FormDrawer';
import { OrganisationPick, UnitPick, unitsQuery, type Choice } from '../pick';
import { ProjectsPick } from '../pick/ProjectsPick';
import { useMerge } from '../useMerge';
import { useWrite } from '../useWrite';
import { options, word } from '../words';
import { Clashing } from './Clashing';
import type { Clashes, InteractionPeople, InteractionRecord, InteractionSaved } from './types';

interface Values {
  organisation_id: Choice | null;
  unit_id?: string;
  kind: string;
  held_on: string;
  place?: string;
  subject: string;
  our_side?: string[];
  units?: string[];
  contacts?: string[];
  projects?: Choice[];
  summary?: string;
  next_step?: string;
  next_owner_id?: string | null;
  next_due_on?: string | null;
}
type Draft = Omit<Values, 'organisation_id' | 'projects'> & { organisation_id: string | undefined; projects: string[]; version?: number };

interface Props {
  interaction?: InteractionRecord;
  /** With this organisation; the reader chooses when there is none. */
  organisation?: OrganisationRef | undefined;
  close: () => void;
  done: (saved: InteractionSaved) => void;
}

const toForm = (view: InteractionRecord): Values => ({
  organisation_id: { value: view.organisation.id, label: view.organisation.name },
  unit_id: view.unit.id,
  kind: view.kind,
  held_on: view.held_on,
  place: view.place,
  subject: view.subject,
  our_side: view.our_side,
  units: view.units.map((unit) => unit.id),
  contacts: view.contacts.map((contact) => contact.id),
  projects: view.projects.map((project) => ({ value: project.id, label: `${project.code} ${project.name}` })),
  summary: view.summary,
  next_step: view.next_step,
  next_owner_id: view.next_owner?.id ?? null,
  next_due_on: view.next_due_on,
});

const toDraft = ({ organisation_id, projects, ...values }: Values, version: number | undefined): Draft => ({
  ...values,
  organisation_id: organisation_id?.value,
  projects: (projects ?? []).map((project) => project.value),
  ...(version === undefined ? {} : { version }),
});

/** A visit, call, meeting or letter, planned or past. */
export default function InteractionForm({ interaction, organisation, close, done }: Props) {
  const t = useT();
  const today = useOfficeDay();
  const session = useSession();
  const [form] = Form.useForm<Values>();
  const [touched, setTouched] = useState(false);
  const own = session.roles[0]?.unit.id;
  const unit = Form.useWatch('unit_id', form) ?? interaction?.unit.id ?? own;
  const firm = Form.useWatch('organisation_id', form)?.value;
  const people = useQuery({
    queryKey: ['interactions', 'people', unit],
    queryFn: ({ signal }) => api.get<InteractionPeople>('/api/v1/interactions/people', { unit }, signal),
    enabled: unit !== undefined,
  });
  const merging = useMerge<InteractionRecord, Values, Draft>({
    form,
    view: interaction,
    toForm,
    toDraft: (values, view) => toDraft(values, view.version),
    labels: fieldNames(t),
    show: (field, value) => shown(t, field, value, people.data),
  });
  const save = useWrite(
    (draft: Draft, key) =>
      interaction ? api.put<InteractionSaved>(`/api/v1/interactions/${interaction.id}`, draft, key) : api.post<InteractionSaved>('/api/v1/interactions', draft, key),
    {
      said: () => merging.said(interaction ? t.interaction.saved : t.interaction.created),
      refresh: [['interactions'], ['timeline']],
      onDone: done,
      place: () => ({ form, stale: merging.stale((draft) => save.mutate(draft)) }),
    },
  );
  const required = [{ required: true, message: t.common.required }];
  const initial: Partial<Values> = interaction
    ? toForm(interaction)
    : { organisation_id: organisation ? { value: organisation.id, label: organisation.name } : null, kind: 'visit_out', held_on: today };
  const owners = (people.data?.accounts ?? []).map((one) => ({ value: one.id, label: one.name }));
  const owner = interaction?.next_owner;
  if (owner && owners.every((one) => one.value !== owner.id)) owners.push({ value: owner.id, label: owner.name });
  return (
    <FormDrawer
      title={interaction ? t.interaction.editTitle : t.interaction.createTitle}
      size="min(660px, 100vw)"
      touched={touched}
      saving={save.isPending}
      save={() => form.submit()}
      close={close}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={initial}
        onValuesChange={(changed: Partial<Values>) => {
          setTouched(true);
          // Persons belong to their organisation.
          if (changed.organisation_id !== undefined) form.setFieldValue('contacts', []);
        }}
        onFinish={(values) => save.mutate(toDraft(values, merging.base()?.version))}
      >
        <Form.Item name="organisation_id" label={t.interaction.organisation} rules={required}>
          <OrganisationPick />
        </Form.Item>
        <div className="cols">
          <Form.Item name="kind" label={t.interaction.kind} rules={required}>
            <Select options={options(t, 'interactionKind')} />
          </Form.Item>
          <Form.Item name="held_on" label={t.interaction.heldOn} rules={required} extra={t.interaction.heldHint}>
            <DateInput />
          </Form.Item>
        </div>
        <Around form={form} unit={unit} self={interaction} />
        <Form.Item name="subject" label={t.interaction.subject} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <div className="cols">
          <Form.Item name="place" label={t.interaction.place}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="unit_id" label={t.interaction.unit}>
            <UnitPick allowClear={!interaction} placeholder={t.interaction.unitOwn} />
          </Form.Item>
          <Form.Item name="our_side" label={t.interaction.ourSide} extra={t.interaction.ourSideHint}>
            <Select
              mode="tags"
              maxCount={30}
              tokenSeparators={['、', '，', ',', ';', '；', '\n']}
              options={(people.data?.names ?? []).map((name) => ({ value: name, label: name }))}
            />
          </Form.Item>
          <Form.Item name="units" label={t.interaction.units}>
            <UnitsPick />
          </Form.Item>
        </div>
        <Form.Item name="contacts" label={t.interaction.contacts}>
          <ContactsPick organisation={firm} known={interaction?.contacts ?? []} />
        </Form.Item>
        <Form.Item name="projects" label={t.interaction.projects}>
          <ProjectsPick placeholder={t.table.keyword} />
        </Form.Item>
        <Form.Item name="summary" label={t.interaction.summary} extra={t.interaction.summaryHint}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} />
        </Form.Item>
        <Form.Item name="next_step" label={t.interaction.nextStep}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item noStyle shouldUpdate={(before: Values, after: Values) => before.next_step !== after.next_step}>
          {({ getFieldValue }) =>
            ((getFieldValue('next_step') as string | undefined) ?? '').trim() !== '' && (
              <div className="cols">
                <Form.Item name="next_due_on" label={t.interaction.nextDue} rules={required}>
                  <DateInput />
                </Form.Item>
                <Form.Item name="next_owner_id" label={t.interaction.nextOwner} extra={t.interaction.nextOwnerHint}>
                  <Select allowClear options={owners} showSearch={{ optionFilterProp: 'label' }} placeholder={session.account.name} />
                </Form.Item>
              </div>
            )
          }
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}

/** Visits of other units around the day, said before it is saved. */
function Around({ form, unit, self }: { form: FormInstance<Values>; unit: string | undefined; self: InteractionRecord | undefined }) {
  const firm = Form.useWatch('organisation_id', form)?.value;
  const heldOn = Form.useWatch('held_on', form);
  const kind = Form.useWatch('kind', form) ?? '';
  const visits = kind.startsWith('visit');
  const found = useQuery({
    queryKey: ['interactions', 'clashes', firm, heldOn, unit],
    queryFn: ({ signal }) => api.get<Clashes>('/api/v1/interactions/clashes', { organisation_id: firm, held_on: heldOn, unit_id: unit ?? self?.unit.id }, signal),
    enabled: visits && firm !== undefined && Boolean(heldOn),
    retry: false,
  });
  return visits ? <Clashing clashes={found.data?.items ?? []} /> : null;
}

function UnitsPick({ value, onChange, ...rest }: { id?: string; value?: string[]; onChange?: (value: string[]) => void }) {
  const t = useT();
  const units = useQuery(unitsQuery);
  return (
    <Select
      {...rest}
      mode="multiple"
      value={value ?? []}
      onChange={(next: string[]) => onChange?.(next)}
      options={(units.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t.project.unitHint}
      popupMatchSelectWidth={false}
    />
  );
}

interface ContactsProps {
  id?: string;
  value?: string[];
  onChange?: (value: string[]) => void;
  organisation: string | undefined;
  known: { id: string; name: string; title: string }[];
}

/** Persons of the organisation that the reader may read. */
function ContactsPick({ value, onChange, organisation, known, ...rest }: ContactsProps) {
  const t = useT();
  const can = useCan();
  const found = useQuery({
    queryKey: ['contacts', 'pick', organisation],
    queryFn: ({ signal }) => api.get<PageOf<ContactRow>>('/api/v1/contacts', { organisation, limit: 200 }, signal),
    enabled: organisation !== undefined && can('contact.read'),
  });
  const persons = found.data?.items ?? known;
  return (
    <Select
      {...rest}
      mode="multiple"
      value={value ?? []}
      onChange={(next: string[]) => onChange?.(next)}
      options={persons.map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' ') }))}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={organisation ? t.interaction.contactsHint : t.interaction.organisationFirst}
      notFoundContent={t.contact.noneHere}
    />
  );
}

function shown(t: Dict, field: string, value: unknown, people: InteractionPeople | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) {
    if (field === 'units' || field === 'contacts') return t.interaction.count(value.length);
    return value.map((one) => (typeof one === 'object' ? (one as Choice).label : String(one))).join('；') || '—';
  }
  if (typeof value === 'object') return String((value as Choice).label);
  if (field === 'kind') return word(t, 'interactionKind', String(value));
  if (field === 'next_owner_id') return people?.accounts.find((one) => one.id === value)?.name ?? t.interaction.somebody;
  if (field === 'unit_id') return t.interaction.otherUnit;
  return String(value);
}

const fieldNames = (t: Dict): Record<string, string> => ({
  organisation_id: t.interaction.organisation,
  unit_id: t.interaction.unit,
  kind: t.interaction.kind,
  held_on: t.interaction.heldOn,
  place: t.interaction.place,
  subject: t.interaction.subject,
  our_side: t.interaction.ourSide,
  units: t.interaction.units,
  contacts: t.interaction.contacts,
  projects: t.interaction.projects,
  summary: t.interaction.summary,
  next_step: t.interaction.nextStep,
  next_owner_id: t.interaction.nextOwner,
  next_due_on: t.interaction.nextDue,
});
