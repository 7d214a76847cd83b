import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, App, Button, Checkbox, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { Page } from '@/ui/Page';
import { PersonPick, UnitPick } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';
import { Subject } from './Subject';
import { named, type Held, type HeldList } from './types';
import './handover.css';

interface To {
  unit?: string | undefined;
  person?: string | undefined;
}

const keyOf = (item: Held) => `${item.kind}-${item.id}`;

/** What somebody holds, with a successor for each thing, or one for all. */
export default function OpenPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const { person, unit, organisation } = search;
  // Whoever belongs to a unit hands over for it.
  const own = useSession().roles.find((role) => role.role.startsWith('unit_'))?.unit.id;
  const [at, setAt] = useState<string | undefined>(unit ?? own);
  const giver = { person, unit, organisation };
  const known = person !== undefined || unit !== undefined;
  const held = useQuery({
    queryKey: ['handovers', 'held', giver],
    queryFn: ({ signal }) => api.get<HeldList>('/api/v1/handovers/held', giver, signal),
    enabled: known,
  });
  return (
    <Page title={t.handover.open} crumbs={[{ label: t.handover.title, to: paths.handovers }]} sub={t.handover.openHint}>
      <div className="stack">
        {organisation === undefined && (
          <section className="panel" aria-label={t.handover.whose}>
            <h2>{t.handover.whose}</h2>
            <Form layout="vertical" component={false}>
              <div className="cols">
                <Form.Item label={t.handover.unitOne} htmlFor="whose-unit">
                  <UnitPick
                    id="whose-unit"
                    value={at ?? null}
                    onChange={(chosen) => {
                      setAt(chosen);
                      change({ person: undefined, unit: undefined });
                    }}
                    allowClear
                    placeholder={t.handover.chooseUnit}
                  />
                </Form.Item>
                <Form.Item label={t.handover.person} htmlFor="whose-person">
                  <PersonPick id="whose-person" unit={at} value={person ?? null} onChange={(chosen) => change({ person: chosen, unit: undefined })} placeholder={t.handover.choosePerson} allowClear />
                </Form.Item>
              </div>
            </Form>
            {at !== undefined && person === undefined && unit === undefined && (
              <Button type="link" style={{ paddingLeft: 0 }} onClick={() => change({ unit: at })}>
                {t.handover.wholeUnit}
              </Button>
            )}
          </section>
        )}
        <p className="soft">{t.handover.ofUnits}</p>
        {known && (
          <Shown of={held} rows={6}>
            {(list) => (list.items.length === 0 ? <Empty title={t.handover.nothing} hint={t.handover.nothingHint} /> : <Lines list={list} giver={giver} />)}
          </Shown>
        )}
      </div>
    </Page>
  );
}

function Lines({ list, giver }: { list: HeldList; giver: { person?: string | undefined; unit?: string | undefined; organisation?: string | undefined } }) {
  const t = useT();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ why: string }>();
  const free = list.items.filter((item) => item.waiting === null);
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [to, setTo] = useState<Record<string, To>>({});
  const [all, setAll] = useState<To>({});
  const keys = free.map(keyOf).join();
  useEffect(() => {
    setChosen(new Set(keys === '' ? [] : keys.split(',')));
    setTo({});
  }, [keys]);
  const open = useWrite(
    (body: { why: string; lines: object[] }, key) =>
      api.post<{ id: string }>('/api/v1/handovers', { ...body, person_id: giver.person ?? null, unit_id: giver.unit ?? null, organisation_id: giver.organisation ?? null }, key),
    { said: t.handover.opened, refresh: [['handovers']], onDone: (made) => void navigate({ to: paths.handover(made.id), replace: true }), place: () => ({ form }) },
  );
  const set = (item: Held, next: To) => setTo((now) => ({ ...now, [keyOf(item)]: next }));
  const apply = () =>
    setTo(Object.fromEntries(free.map((item) => [keyOf(item), item.within_unit && all.unit !== item.unit.id ? (to[keyOf(item)] ?? {}) : all])));
  const lines = free.filter((item) => chosen.has(keyOf(item)));
  const missing = lines.filter((item) => to[keyOf(item)]?.unit === undefined || (item.kind !== 'charge' && to[keyOf(item)]?.person === undefined));
  const send = ({ why }: { why: string }) => {
    if (lines.length === 0 || missing.length > 0) {
      void message.warning(lines.length === 0 ? t.handover.chooseOne : t.handover.successorMissing(missing.length));
      return;
    }
    open.mutate({
      why,
      lines: lines.map((item) => ({ held: item.kind, id: item.id, to_unit_id: to[keyOf(item)]?.unit, to_person_id: to[keyOf(item)]?.person ?? null })),
    });
  };
  return (
    <>
      {!list.open.ok && list.open.reason && <Alert type="warning" showIcon title={list.open.reason} />}
      {list.more && <Alert type="info" showIcon title={t.handover.more} />}
      <section className="panel" aria-label={t.handover.successor}>
        <h2>{t.handover.allToOne}</h2>
        <div className="all-to">
          <UnitPick value={all.unit ?? null} onChange={(unit) => setAll({ unit })} placeholder={t.handover.toUnit} aria-label={t.handover.toUnit} />
          <PersonPick unit={all.unit} value={all.person ?? null} onChange={(person) => setAll({ ...all, person })} placeholder={t.handover.toPerson} aria-label={t.handover.toPerson} allowClear />
          <Button disabled={all.unit === undefined} onClick={apply}>
            {t.handover.apply}
          </Button>
        </div>
      </section>
      <section className="panel" aria-label={t.handover.lines}>
        <h2>
          {t.handover.lines} <span className="count">{lines.length}</span>
        </h2>
        <PlainTable
          label={t.handover.lines}
          rows={list.items}
          rowKey={keyOf}
          columns={[
            {
              title: t.handover.chosen,
              cell: (item) => (
                <Checkbox
                  aria-label={`${t.handover.chosen} ${word(t, 'heldKind', item.kind)} ${item.label}`}
                  disabled={item.waiting !== null}
                  checked={chosen.has(keyOf(item))}
                  onChange={(event) =>
                    setChosen((now) => {
                      const next = new Set(now);
                      if (event.target.checked) next.add(keyOf(item));
                      else next.delete(keyOf(item));
                      return next;
                    })
                  }
                />
              ),
            },
            { title: t.handover.kind, cell: (item) => word(t, 'heldKind', item.kind) },
            { title: t.handover.what, head: true, cell: (item) => <Subject of={item} id={item.id} /> },
            { title: t.handover.fromWhom, cell: (item) => named(item.unit, item.person) },
            {
              title: t.handover.toWhom,
              cell: (item) => {
                if (item.waiting !== null) return <span className="tag warn">{t.handover.waitsIn(item.waiting)}</span>;
                const now = to[keyOf(item)] ?? {};
                return (
                  <div className="successor">
                    <UnitPick value={now.unit ?? null} onChange={(unit) => set(item, { unit })} placeholder={t.handover.toUnit} aria-label={`${t.handover.toUnit} ${item.label}`} />
                    <PersonPick unit={now.unit} value={now.person ?? null} onChange={(person) => set(item, { ...now, person })} placeholder={t.handover.toPerson} aria-label={`${t.handover.toPerson} ${item.label}`} allowClear />
                    {item.within_unit && <small className="soft">{t.handover.withinUnit}</small>}
                  </div>
                );
              },
            },
          ]}
        />
      </section>
      <section className="panel" aria-label={t.handover.why}>
        <Form form={form} layout="vertical" onFinish={send}>
          <Form.Item name="why" label={t.handover.why} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
            <Input maxLength={500} placeholder={t.handover.whyHint} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={open.isPending} disabled={!list.open.ok}>
            {t.handover.send}
          </Button>
        </Form>
      </section>
    </>
  );
}
