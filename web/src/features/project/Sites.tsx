import './sites.css';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useOfficeDay, useSession } from '@/api/session';
import type { Action, PersonRef } from '@/api/types';
import { useT } from '@/i18n';
import { fixed, money } from '@/lib/money';
import { ActionButton } from '@/ui/ActionButton';
import { DateInput } from '@/ui/DateInput';
import { Empty, Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { options, StateTag } from '@/ui/words';

interface Site {
  id: string;
  no: number;
  name: string;
  place: string;
  area_m2: number | null;
  area_mu: string | null;
  price_fen: number | null;
  utilities: string;
  pro: string;
  con: string;
  standing: string;
  decision: string;
  decided_on: string | null;
  decided_by: PersonRef | null;
  version: number;
}
interface Sites {
  items: Site[];
  edit: Action;
}

/** Sites side by side: a column for each, a row for each thing to compare. */
export function SitesSection({ project }: { project: string }) {
  const t = useT();
  const [editing, setEditing] = useState<Site | 'new' | null>(null);
  const [deciding, setDeciding] = useState<Site | null>(null);
  const sites = useQuery({
    queryKey: ['projects', project, 'sites'],
    queryFn: ({ signal }) => api.get<Sites>(`/api/v1/projects/${project}/sites`, undefined, signal),
  });
  return (
    <section className="panel" aria-label={t.siting.title}>
      <div className="panel-head">
        <h2>{t.siting.title}</h2>
        {sites.data?.edit.ok && (
          <ActionButton size="small" action={sites.data.edit} onClick={() => setEditing('new')}>
            {t.siting.add}
          </ActionButton>
        )}
      </div>
      <Shown of={sites} rows={3}>
        {({ items, edit }) =>
          items.length === 0 ? (
            <Empty title={t.siting.none} hint={edit.ok ? t.siting.noneHint : ''} />
          ) : (
            <Comparison sites={items} edit={edit.ok ? setEditing : undefined} decide={setDeciding} />
          )
        }
      </Shown>
      {editing !== null && <SiteDialog project={project} site={editing === 'new' ? null : editing} close={() => setEditing(null)} />}
      {deciding && <DecideDialog project={project} site={deciding} close={() => setDeciding(null)} />}
    </section>
  );
}

interface ComparisonProps {
  sites: Site[];
  edit: ((site: Site) => void) | undefined;
  decide: (site: Site) => void;
}

function Comparison({ sites, edit, decide }: ComparisonProps) {
  const t = useT();
  // The one that was chosen comes first, those that were rejected last.
  const order = ['chosen', 'candidate', 'rejected'];
  const sorted = [...sites].sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || a.no - b.no);
  const rows: { label: string; cell: (site: Site) => React.ReactNode; right?: boolean }[] = [
    { label: t.common.status, cell: (site) => <StateTag dimension="siteStanding" code={site.standing} /> },
    { label: t.siting.place, cell: (site) => site.place },
    { label: t.siting.areaMu, right: true, cell: (site) => site.area_mu },
    { label: t.siting.area, right: true, cell: (site) => site.area_m2?.toLocaleString('en-US') },
    { label: t.siting.price, right: true, cell: (site) => (site.price_fen === null ? '' : money(site.price_fen)) },
    { label: t.siting.utilities, cell: (site) => site.utilities },
    { label: t.siting.pro, cell: (site) => site.pro },
    { label: t.siting.con, cell: (site) => site.con },
    { label: t.siting.decision, cell: (site) => <Decision site={site} /> },
  ];
  return (
    <>
      <p className="soft">
        {t.siting.counts(sites.length, sites.filter((site) => site.standing === 'rejected').length)} <span className="swipe">· {t.siting.scroll}</span>
      </p>
      <div className="sites" tabIndex={0} role="group" aria-label={t.siting.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.siting.one}</th>
              {sorted.map((site) => (
                <th key={site.id} scope="col" className={site.standing}>
                  {site.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                {sorted.map((site) => (
                  <td key={site.id} className={`${site.standing} ${row.right ? 'num right' : ''}`}>
                    {row.cell(site)}
                  </td>
                ))}
              </tr>
            ))}
            {edit && (
              <tr>
                <th scope="row">{t.common.actions}</th>
                {sorted.map((site) => (
                  <td key={site.id} className={site.standing}>
                    <span className="tags">
                      <button type="button" className="link" onClick={() => edit(site)} aria-label={`${t.common.edit} ${site.name}`}>
                        {t.common.edit}
                      </button>
                      <button type="button" className="link" onClick={() => decide(site)} aria-label={`${t.siting.decide} ${site.name}`}>
                        {t.siting.decide}
                      </button>
                    </span>
                  </td>
                ))}
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Decision({ site }: { site: Site }) {
  if (!site.decided_on) return null;
  return (
    <>
      {site.decision}
      <div className="soft num">{[site.decided_on, site.decided_by?.name].filter(Boolean).join(' · ')}</div>
    </>
  );
}

/** As the server rounds it: 1 mu is 2000/3 m². */
const mu = (m2: number) => fixed(BigInt(Math.trunc(m2)) * 3n, 2_000n, 2);

interface Values extends Partial<Omit<Site, 'price_fen'>> {
  /** 万元 for a mu. */
  price?: number | null;
}

function SiteDialog({ project, site, close }: { project: string; site: Site | null; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const area = Form.useWatch('area_m2', form);
  const write = useWrite(
    ({ price, ...values }: Values, key) => {
      const body = {
        name: values.name ?? '',
        place: values.place ?? '',
        area_m2: values.area_m2 ?? null,
        price_fen: price === null || price === undefined ? null : Math.round(price * 1_000_000),
        utilities: values.utilities ?? '',
        pro: values.pro ?? '',
        con: values.con ?? '',
        version: site?.version ?? 0,
      };
      const at = `/api/v1/projects/${project}/sites`;
      return site ? api.put(`${at}/${site.id}`, body, key) : api.post(at, body, key);
    },
    { said: site ? t.common.saved : t.siting.added, refresh: [['projects', project, 'sites']], onDone: close, place: () => ({ form }) },
  );
  const first: Values = site ? { ...site, price: site.price_fen === null ? null : site.price_fen / 1_000_000 } : {};
  return (
    <Modal open title={site ? site.name : t.siting.add} onCancel={close} onOk={() => form.submit()} okText={t.common.save} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="name" label={t.siting.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="place" label={t.siting.place}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="area_m2" label={t.siting.area} extra={typeof area === 'number' && area > 0 ? t.siting.areaHint(mu(area)) : undefined}>
          <InputNumber min={1} max={100_000_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="price" label={t.siting.price}>
          <InputNumber min={0} max={1_000_000} precision={4} style={{ width: '100%' }} />
        </Form.Item>
        {(['utilities', 'pro', 'con'] as const).map((field) => (
          <Form.Item key={field} name={field} label={t.siting[field]}>
            <Input.TextArea maxLength={2000} autoSize={{ minRows: 1, maxRows: 5 }} />
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}

interface Choice {
  standing: string;
  reason: string;
  decided_on: string;
}

function DecideDialog({ project, site, close }: { project: string; site: Site; close: () => void }) {
  const t = useT();
  const { server } = useSession();
  const day = useOfficeDay();
  const [form] = Form.useForm<Choice>();
  const write = useWrite((values: Choice, key) => api.post(`/api/v1/projects/${project}/sites/${site.id}/decide`, { ...values, version: site.version }, key), {
    said: t.siting.decided,
    refresh: [['projects', project, 'sites'], ['timeline']],
    onDone: close,
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={`${t.siting.decide} · ${site.name}`} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)} initialValues={{ decided_on: day }}>
        <Form.Item name="standing" label={t.siting.decision} rules={required}>
          <Select options={options(t, 'siteStanding').filter((one) => one.value !== site.standing)} />
        </Form.Item>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea maxLength={500} rows={3} />
        </Form.Item>
        <Form.Item name="decided_on" label={t.siting.decidedOn} rules={required}>
          <DateInput max={server.today} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
