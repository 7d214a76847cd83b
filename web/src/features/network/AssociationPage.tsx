import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Select } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import type { ContactRow } from '@/ui/contacts/types';
import type { AssociationAbout, AssociationRecord, Membership } from '@/ui/network/types';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';

const MembershipDialog = lazy(() => import('@/ui/network/MembershipDialog'));

/** An association: what it gathers its members by, its firms, and whom we know there. */
export default function AssociationPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const one = useQuery({
    queryKey: ['network', 'association', id],
    queryFn: ({ signal }) => api.get<AssociationRecord>(`/api/v1/associations/${id}`, undefined, signal),
  });
  if (one.data) return <Record one={one.data} />;
  return (
    <Page title={t.network.association} crumbs={[{ label: t.network.title, to: paths.network }]}>
      <Shown of={one} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ one }: { one: AssociationRecord }) {
  const t = useT();
  const can = useCan();
  const [describing, setDescribing] = useState(false);
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.network.gathers, one.about ? word(t, 'associationKind', one.about.gathers) : <span key="u" className="soft">{t.network.undescribed}</span>],
    [t.charge.unit, one.charge && [one.charge.unit.name, one.charge.person?.name].filter(Boolean).join(' · ')],
    [t.network.members, <span key="m" className="num">{one.members.filter((member) => member.holds).length}</span>],
    [t.network.people, can('contact.read') && <span key="p" className="num">{one.people.length}</span>],
    [t.network.note, one.about?.note, true],
  ];
  return (
    <Page
      title={one.organisation.name}
      crumbs={[{ label: t.network.title, to: paths.network }]}
      sub={one.readable ? <AppLink to={paths.investor(one.organisation.id)}>{t.network.record}</AppLink> : t.network.notReadable}
      actions={
        can('investor.write') &&
        one.readable && (
          <ActionButton action={one.describe} onClick={() => setDescribing(true)}>
            {t.network.describe}
          </ActionButton>
        )
      }
    >
      <div className="grid">
        <section className="panel span-12" aria-label={t.investor.basics}>
          <dl className="facts">
            {facts
              .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
              .map(([label, value, wide]) => (
                <div key={label} className={wide ? 'wide' : ''}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </section>
        <section className={`panel ${can('contact.read') ? 'span-7' : 'span-12'}`} aria-label={t.network.members}>
          <Members one={one} />
        </section>
        {can('contact.read') && (
          <section className="panel span-5" aria-label={t.network.personsOf}>
            <h2>{t.network.personsOf}</h2>
            {one.people.length + one.staff.length === 0 ? (
              <Empty title={t.network.peopleNone} hint={t.network.peopleHint} />
            ) : (
              <ul className="rows">
                {one.people.map((person) => (
                  <Person key={person.id} person={person} position={word(t, 'memberRole', person.position)} />
                ))}
                {one.staff
                  .filter((person) => !one.people.some((other) => other.id === person.id))
                  .map((person) => (
                    <Person key={person.id} person={person} position={t.network.staff} />
                  ))}
              </ul>
            )}
          </section>
        )}
      </div>
      {describing && <DescribeDialog id={one.organisation.id} about={one.about} close={() => setDescribing(false)} />}
    </Page>
  );
}

function Person({ person, position }: { person: ContactRow; position: string }) {
  return (
    <li>
      <div className="grow">
        <AppLink to={paths.contact(person.id)}>{person.name}</AppLink> <span className="soft">{position}</span>
        <div className="soft">{[person.organisation.name, person.title].filter(Boolean).join(' · ')}</div>
      </div>
      <span className="soft">{[person.unit.short_name || person.unit.name, person.keeper?.name].filter(Boolean).join(' · ')}</span>
    </li>
  );
}

function Members({ one }: { one: AssociationRecord }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState<Membership | 'new' | null>(null);
  return (
    <>
      <div className="panel-head">
        <h2>{t.network.members}</h2>
        {can('investor.write') && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing('new')}>
            {t.network.addMember}
          </Button>
        )}
      </div>
      {one.members.length === 0 ? (
        <p className="soft">{t.network.membersNone}</p>
      ) : (
        <PlainTable
          label={t.network.members}
          rows={one.members}
          rowKey={(row) => row.id}
          columns={[
            { title: t.investor.name, head: true, cell: (row) => <AppLink to={paths.investor(row.member.id)}>{row.member.name}</AppLink> },
            { title: t.network.position, cell: (row) => (row.holds ? word(t, 'memberRole', row.position) : <span className="soft">{t.network.ended}</span>) },
            { title: t.network.since, cell: (row) => <span className="num nowrap">{t.profile.days(row.from_on, row.until_on)}</span> },
            { title: t.network.source, cell: (row) => row.source },
            ...(can('investor.write') && one.describe.ok
              ? [
                  {
                    title: t.common.actions,
                    cell: (row: Membership) => (
                      <button type="button" className="link" onClick={() => setEditing(row)} aria-label={`${t.common.edit} ${row.member.name}`}>
                        {t.common.edit}
                      </button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {editing !== null && (
        <Suspense>
          <MembershipDialog association={one.organisation} membership={editing === 'new' ? null : editing} close={() => setEditing(null)} />
        </Suspense>
      )}
    </>
  );
}

function DescribeDialog({ id, about, close }: { id: string; about: AssociationAbout | null; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ gathers: string; note?: string }>();
  const write = useWrite(
    (values: { gathers: string; note?: string }, key) => api.put<AssociationAbout>(`/api/v1/organisations/${id}/association`, { ...values, note: values.note ?? '', version: about?.version ?? 0 }, key),
    { said: t.common.saved, refresh: [['network'], ['associations'], ['investors']], onDone: close, place: () => ({ form, stale: { resolve: close } }) },
  );
  return (
    <Modal open title={t.network.describe} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={about ?? { gathers: 'chamber' }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="gathers" label={t.network.gathers}>
          <Select options={options(t, 'associationKind')} />
        </Form.Item>
        <Form.Item name="note" label={t.network.note}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={300} placeholder={t.network.noteHint} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
