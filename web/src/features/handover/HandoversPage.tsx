import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty } from '@/ui/States';
import { options, StateTag } from '@/ui/words';
import { named, type HandoverRow, type Waiver } from './types';
import { WaiverDialog } from './WaiverDialog';

/** 交接: the newest first; and who may go without one. */
export default function HandoversPage() {
  const t = useT();
  const can = useCan();
  const session = useSession();
  const navigate = useNavigate();
  const [waiving, setWaiving] = useState(false);
  const office = session.can.some((grant) => grant.class === 'investor' && grant.act === 'write' && grant.scope === 'district');
  const columns: Column<HandoverRow>[] = [
    { key: 'code', title: t.handover.code, width: 120, cell: (row) => <span className="num nowrap">{row.code}</span> },
    {
      key: 'giver',
      title: t.handover.giver,
      width: 200,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.handover(row.id)} className="name">
          {named(row.unit, row.person)}
        </AppLink>
      ),
    },
    { key: 'reason', title: t.handover.why, cell: (row) => row.reason },
    { key: 'state', title: t.common.status, width: 120, cell: (row) => <StateTag dimension="handoverState" code={row.state} /> },
    { key: 'taken_count', title: t.handover.progress, right: true, width: 110, cell: (row) => t.handover.progressOf(row.taken_count, row.lines_count) },
    { key: 'waiting_count', title: t.handover.waiting, right: true, width: 90, cell: (row) => row.waiting_count },
    { key: 'opened_on', title: t.handover.openedOn, width: 120, cell: (row) => <span className="num nowrap">{row.opened_on}</span> },
    { key: 'opened_by', title: t.handover.openedBy, width: 120, cell: (row) => row.opened_by?.name },
  ];
  const sides = Object.entries(t.handover.sides).map(([value, label]) => ({ value, label }));
  const filters: Filter[] = [
    ...(can('investor.write') ? [{ kind: 'select' as const, key: 'hand', label: t.handover.side, options: sides, primary: true }] : []),
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'handoverState'), many: true, primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.handover.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.handover.unit} aria-label={t.handover.unit} />,
    },
  ];
  return (
    <Page
      title={t.handover.title}
      sub={t.handover.sub}
      actions={
        can('investor.write') && (
          <>
            {office && <Button onClick={() => setWaiving(true)}>{t.handover.waive}</Button>}
            <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: paths.openHandover })}>
              {t.handover.open}
            </Button>
          </>
        )
      }
    >
      <LedgerTable<HandoverRow>
        page="handovers"
        caption={t.handover.title}
        endpoint="/api/v1/handovers"
        columns={columns}
        filters={filters}
        rowTo={(row) => paths.handover(row.id)}
        rowLabel={(row) => named(row.unit, row.person)}
        empty={<Empty title={t.handover.empty} hint={t.handover.emptyHint} />}
      />
      {office && <Waivers />}
      {waiving && <WaiverDialog close={() => setWaiving(false)} />}
    </Page>
  );
}

function Waivers() {
  const t = useT();
  const waivers = useQuery({ queryKey: ['handovers', 'waivers'], queryFn: ({ signal }) => api.get<ListOf<Waiver>>('/api/v1/handovers/waivers', undefined, signal) });
  if (!waivers.data || waivers.data.items.length === 0) return null;
  return (
    <section className="panel" style={{ marginTop: 14 }} aria-label={t.handover.waivers}>
      <h2>{t.handover.waivers}</h2>
      <PlainTable
        label={t.handover.waivers}
        rows={waivers.data.items}
        rowKey={(row) => row.id}
        columns={[
          { title: t.handover.giver, head: true, cell: (row) => named(row.unit, row.person) },
          { title: t.handover.why, cell: (row) => row.why },
          { title: t.handover.waivedUntil, cell: (row) => <span className="num nowrap">{row.until_on}</span> },
          { title: t.handover.waivedBy, cell: (row) => [row.granted_by?.name, row.granted_on].filter(Boolean).join(' · ') },
        ]}
      />
    </section>
  );
}
