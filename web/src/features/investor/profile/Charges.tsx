import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import type { Charge } from '@/ui/charge/types';
import { PersonPick, UnitPick } from '@/ui/pick';
import { useWrite } from '@/ui/useWrite';
import { profileKey } from './Profile';
import type { Profile } from './types';

const OfferDialog = lazy(() => import('@/ui/referrals/OfferDialog'));

/** Who is in charge of an investor, who was, and the ways in which that changes. */
export function Charges({ id, name, profile }: { id: string; name: string; profile: Profile }) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<'take' | 'refer' | null>(null);
  const now = profile.charges.find((charge) => charge.until_on === null);
  const past = profile.charges.filter((charge) => charge.until_on !== null);
  const may = can('investor.write') && profile.take_charge.ok;
  return (
    <>
      <div className="panel-head">
        <h2>{t.charge.title}</h2>
        {can('investor.write') && (
          <ActionButton size="small" action={profile.take_charge} onClick={() => setDoing('take')}>
            {now ? t.charge.change : t.charge.take}
          </ActionButton>
        )}
      </div>
      {now ? (
        <p>
          <strong>{now.unit.name}</strong> {now.person?.name ?? <span className="soft">{t.charge.nobodyByName}</span>}
          <br />
          <span className="soft">
            {t.charge.since(now.from_on)}
            {now.why && ` · ${now.why}`}
          </span>
        </p>
      ) : (
        <p className="soft">{t.charge.nobody}</p>
      )}
      {may && now && (
        <p className="tags">
          <Button size="small" onClick={() => void navigate({ to: paths.openHandover, search: { unit: now.unit.id, organisation: id } })}>
            {t.charge.handOver}
          </Button>
          <Button size="small" onClick={() => setDoing('refer')}>
            {t.charge.refer}
          </Button>
        </p>
      )}
      {past.length > 0 && (
        <>
          <h3>{t.charge.past}</h3>
          <ul className="rows">
            {past.map((charge) => (
              <li key={charge.id}>
                <div className="grow">
                  {[charge.unit.short_name || charge.unit.name, charge.person?.name].filter(Boolean).join(' · ')}
                  <div className="soft num">{t.charge.days(charge.from_on, charge.until_on ?? '')}</div>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {doing === 'take' && <TakeDialog id={id} now={now} close={() => setDoing(null)} />}
      {doing === 'refer' && (
        <Suspense>
          <OfferDialog organisation={{ id, name }} from={now?.unit} close={() => setDoing(null)} done={(made) => void navigate({ to: paths.referral(made.id) })} />
        </Suspense>
      )}
    </>
  );
}

interface Values {
  unit_id: string;
  person_id?: string;
  why?: string;
}

function TakeDialog({ id, now, close }: { id: string; now: Charge | undefined; close: () => void }) {
  const t = useT();
  const session = useSession();
  const [form] = Form.useForm<Values>();
  const own = session.roles[0]?.unit.id;
  const unit = Form.useWatch('unit_id', form) ?? now?.unit.id ?? own;
  const write = useWrite(
    (values: Values, key) => api.put<Charge>(`/api/v1/organisations/${id}/charge`, { ...values, unit_id: values.unit_id ?? unit, person_id: values.person_id ?? null, why: values.why ?? '', now_id: now?.id ?? null }, key),
    { said: t.common.saved, refresh: [profileKey(id), ['investors']], onDone: close, place: () => ({ form, stale: { resolve: close } }) },
  );
  return (
    <Modal open title={now ? t.charge.change : t.charge.take} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ unit_id: now?.unit.id ?? own, person_id: now ? now.person?.id : undefined }} onFinish={(values) => write.mutate(values)}>
        {now ? <p className="soft">{t.charge.changeHint}</p> : null}
        <Form.Item name="unit_id" label={t.charge.unit} rules={[{ required: true, message: t.common.required }]} hidden={now !== undefined}>
          <UnitPick placeholder={t.charge.unit} />
        </Form.Item>
        <Form.Item name="person_id" label={t.charge.person} extra={t.charge.personHint}>
          <PersonPick unit={unit} allowClear placeholder={t.charge.person} />
        </Form.Item>
        <Form.Item name="why" label={t.charge.why}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
