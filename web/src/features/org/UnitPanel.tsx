import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { Empty, Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import type { Member, UnitRow, UnitView } from './types';
import { UnitForm } from './UnitForm';

/** One unit: what it is, who works there. */
export function UnitPanel({ id, units }: { id: string; units: UnitRow[] }) {
  const unit = useQuery({
    queryKey: ['units', 'one', id],
    queryFn: ({ signal }) => api.get<UnitView>(`/api/v1/units/${id}`, undefined, signal),
  });
  return <Shown of={unit}>{(data) => <Loaded unit={data} units={units} />}</Shown>;
}

function Loaded({ unit, units }: { unit: UnitView; units: UnitRow[] }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<'edit' | 'end' | null>(null);
  const [member, setMember] = useState<Member | 'new' | null>(null);
  const parent = units.find((one) => one.id === unit.parent_id);
  const writes = can('unit.write');
  return (
    <>
      <section className="panel" aria-label={unit.name}>
        <div className="panel-head">
          <h2>{unit.name}</h2>
          {writes && (
            <span className="tags">
              <ActionButton icon={<EditOutlined />} action={unit.actions?.['edit']} onClick={() => setDoing('edit')}>
                {t.common.edit}
              </ActionButton>
              {!unit.valid_until && (
                <ActionButton action={unit.actions?.['end']} onClick={() => setDoing('end')}>
                  {t.org.end}
                </ActionButton>
              )}
            </span>
          )}
        </div>
        <dl className="facts">
          <Fact label={t.org.kind}>{word(t, 'unitKind', unit.kind)}</Fact>
          <Fact label={t.org.shortName}>{unit.short_name}</Fact>
          <Fact label={t.org.parent}>{parent ? <AppLink to={paths.unit(parent.id)}>{parent.name}</AppLink> : t.org.noParent}</Fact>
          <Fact label={t.org.scored}>{unit.scored ? t.common.yes : t.common.no}</Fact>
          <Fact label={t.org.validFrom}>
            <span className="num">{unit.valid_from}</span>
          </Fact>
          {unit.valid_until && (
            <Fact label={t.org.validUntil}>
              <span className="num">{unit.valid_until}</span>
            </Fact>
          )}
          {unit.mission && (
            <div className="wide">
              <dt>{t.org.mission}</dt>
              <dd>{unit.mission}</dd>
            </div>
          )}
        </dl>
        <p style={{ margin: '14px 0 0', display: 'flex', gap: 16 }}>
          {can('project.read') && (
            <AppLink to={paths.projects} search={{ unit: unit.id }}>
              {t.org.projectsOf}
            </AppLink>
          )}
          {can('fund.read') && (
            <AppLink to={paths.funds} search={{ unit: unit.id }}>
              {t.org.fundsOf}
            </AppLink>
          )}
        </p>
      </section>
      <section className="panel" aria-label={t.org.members}>
        <div className="panel-head">
          <h2>{t.org.members}</h2>
          {writes && (
            <Button icon={<PlusOutlined />} onClick={() => setMember('new')}>
              {t.org.addMember}
            </Button>
          )}
        </div>
        {unit.members.length === 0 ? (
          <Empty title={t.org.membersNone} hint="" />
        ) : (
          <ul className="rows">
            {unit.members.map((one) => (
              <li key={one.id}>
                <div className="grow">
                  {one.name} <small>{one.title}</small>
                  <div className="soft num">{[one.valid_from, one.valid_until ?? ''].join(' ~ ')}</div>
                </div>
                <span className={one.position === 'leader_in_charge' ? 'tag accent' : 'tag'}>{word(t, 'position', one.position)}</span>
                {writes && (
                  <Button type="text" icon={<EditOutlined />} aria-label={`${t.common.edit} ${one.name}`} onClick={() => setMember(one)} />
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      {doing === 'edit' && <UnitForm unit={unit} units={units} close={() => setDoing(null)} done={() => setDoing(null)} />}
      {doing === 'end' && <EndDialog unit={unit} close={() => setDoing(null)} />}
      {member !== null && <MemberDialog unit={unit} member={member === 'new' ? undefined : member} close={() => setMember(null)} />}
    </>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function EndDialog({ unit, close }: { unit: UnitView; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const [form] = Form.useForm<{ valid_until: string }>();
  const end = useWrite((body: { valid_until: string; version: number }, key) => api.post(`/api/v1/units/${unit.id}/end`, body, key), {
    said: t.org.ended,
    refresh: [['units']],
    onDone: close,
    place: () => ({ form, leaving: { unit: unit.id } }),
  });
  return (
    <Modal open title={t.org.end} onCancel={close} onOk={() => form.submit()} confirmLoading={end.isPending}>
      <p className="soft">{t.org.endHint}</p>
      <Form form={form} layout="vertical" initialValues={{ valid_until: server.today }} onFinish={(values) => end.mutate({ ...values, version: unit.version })}>
        <Form.Item name="valid_until" label={t.org.validUntil} rules={[{ required: true, message: t.common.required }]}>
          <DateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}

type MemberInput = Omit<Member, 'id' | 'version' | 'account_id'>;

function MemberDialog({ unit, member, close }: { unit: UnitView; member: Member | undefined; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const [form] = Form.useForm<MemberInput>();
  const save = useWrite(
    (values: MemberInput, key) =>
      member
        ? api.put(`/api/v1/members/${member.id}`, { account_id: member.account_id, ...values, version: member.version }, key)
        : api.post(`/api/v1/units/${unit.id}/members`, values, key),
    { said: t.org.memberSaved, refresh: [['units']], onDone: close, place: () => ({ form }) },
  );
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={member ? t.org.editMember : t.org.addMember} onCancel={close} onOk={() => form.submit()} confirmLoading={save.isPending}>
      <Form
        form={form}
        layout="vertical"
        initialValues={member ?? { position: 'staff', valid_from: server.today, title: '' }}
        onFinish={(values) => save.mutate({ ...values, title: values.title ?? '', valid_until: values.valid_until ?? null })}
      >
        <Form.Item name="name" label={t.org.memberName} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="title" label={t.org.memberTitle}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="position" label={t.org.position} rules={required}>
          <Select options={options(t, 'position')} />
        </Form.Item>
        <Form.Item name="valid_from" label={t.org.memberFrom} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="valid_until" label={t.org.memberUntil}>
          <DateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
