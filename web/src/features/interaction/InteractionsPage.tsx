import { PlusOutlined, SettingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { NextDue, Standing } from '@/ui/interactions/Standing';
import type { InteractionRow, InteractionRules, QuietRow } from '@/ui/interactions/types';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, word } from '@/ui/words';
import { RulesDialog } from './Dialogs';

const InteractionForm = lazy(() => import('@/ui/interactions/InteractionForm'));

/** 往来: visits, calls, meetings and letters; and who has not been heard of for long. */
export default function InteractionsPage() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const session = useSession();
  const [search, change] = useSearchState();
  const [setting, setSetting] = useState(false);
  const rules = useQuery({ queryKey: ['interactions', 'rules'], queryFn: ({ signal }) => api.get<InteractionRules>('/api/v1/interactions/rules', undefined, signal) });
  const sets = session.can.some((grant) => grant.class === 'interaction' && grant.act === 'write' && grant.scope === 'district');
  const tab = search['tab'] === 'quiet' ? 'quiet' : 'all';
  const adding = search['new'] !== undefined && can('interaction.write');
  const stop = () => change({ new: undefined }, { replace: true });
  return (
    <Page
      title={t.interaction.title}
      sub={t.interaction.sub}
      actions={
        <>
          {sets && rules.data && (
            <Button icon={<SettingOutlined aria-hidden />} onClick={() => setSetting(true)}>
              {t.interaction.rules}
            </Button>
          )}
          <ActionButton type="primary" icon={<PlusOutlined aria-hidden />} disabledReason={can('interaction.write') ? undefined : t.interaction.noWrite} onClick={() => change({ new: '1' })}>
            {t.interaction.add}
          </ActionButton>
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) => void navigate({ to: paths.interactions, search: key === 'quiet' ? { tab: 'quiet' } : {} })}
        items={[
          { key: 'all', label: t.interaction.title },
          { key: 'quiet', label: t.interaction.quiet },
        ]}
      />
      {tab === 'quiet' ? <Quiet days={rules.data?.quiet_days} /> : <All organisation={search['organisation']} />}
      {adding && (
        <Suspense>
          <InteractionForm close={stop} done={(saved) => void navigate({ to: paths.interaction(saved.id), replace: true })} />
        </Suspense>
      )}
      {setting && rules.data && <RulesDialog rules={rules.data} close={() => setSetting(false)} />}
    </Page>
  );
}

const useUnitFilter = (primary: boolean): Filter => {
  const t = useT();
  return {
    kind: 'custom',
    key: 'unit',
    label: t.interaction.unit,
    primary,
    render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.interaction.unit} aria-label={t.interaction.unit} />,
  };
};

function All({ organisation }: { organisation: string | undefined }) {
  const t = useT();
  const unit = useUnitFilter(true);
  const columns: Column<InteractionRow>[] = [
    { key: 'held_on', title: t.interaction.heldOn, width: 110, sort: { desc: '-held_on' }, cell: (row) => <span className="num nowrap">{row.held_on}</span> },
    {
      key: 'subject',
      title: t.interaction.subject,
      width: 210,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.interaction(row.id)} className="name">
          {row.subject}
        </AppLink>
      ),
    },
    { key: 'organisation', title: t.interaction.organisation, width: 210, cell: (row) => <AppLink to={paths.investor(row.organisation.id)}>{row.organisation.name}</AppLink> },
    { key: 'kind', title: t.interaction.kind, width: 95, cell: (row) => word(t, 'interactionKind', row.kind) },
    { key: 'unit', title: t.interaction.unit, width: 110, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'standing', title: t.common.status, width: 95, cell: (row) => <Standing standing={row.standing} /> },
    { key: 'next_step', title: t.interaction.nextStep, width: 190, cell: (row) => row.next_step },
    { key: 'next_owner', title: t.interaction.nextOwner, width: 100, hidden: true, cell: (row) => row.next_owner?.name },
    { key: 'next_due_on', title: t.interaction.nextDue, width: 140, sort: { asc: 'next_due_on' }, cell: (row) => (row.next_due_on ? <NextDue row={row} /> : null) },
    { key: 'place', title: t.interaction.place, width: 120, hidden: true, cell: (row) => row.place },
  ];
  const filters: Filter[] = [
    { kind: 'select', key: 'kind', label: t.interaction.kind, options: options(t, 'interactionKind'), many: true, primary: true },
    { kind: 'select', key: 'standing', label: t.common.status, options: options(t, 'interactionStanding'), primary: true },
    { kind: 'select', key: 'next', label: t.interaction.nextStep, options: options(t, 'interactionNext'), primary: true },
    { kind: 'select', key: 'mine', label: t.interaction.nextOwner, options: [{ value: 'true', label: t.interaction.mine }], primary: true },
    unit,
    { kind: 'dates', from: 'from', to: 'to', label: t.interaction.heldOn },
  ];
  return (
    <LedgerTable<InteractionRow>
      page="interactions"
      caption={t.interaction.title}
      endpoint="/api/v1/interactions"
      columns={columns}
      filters={filters}
      defaultSort="-held_on"
      {...(organisation ? { fixed: { organisation } } : {})}
      rowTo={(row) => paths.interaction(row.id)}
      rowLabel={(row) => row.subject}
      empty={<Empty title={t.interaction.empty} hint={t.interaction.emptyHint} />}
    />
  );
}

function Quiet({ days }: { days: number | undefined }) {
  const t = useT();
  const unit = useUnitFilter(true);
  const columns: Column<QuietRow & { id: string }>[] = [
    {
      key: 'organisation',
      title: t.interaction.organisation,
      width: 320,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.investor(row.organisation.id)} className="name">
          {row.organisation.name}
        </AppLink>
      ),
    },
    { key: 'unit', title: t.interaction.unit, width: 160, cell: (row) => row.unit.name },
    { key: 'last_on', title: t.interaction.lastOn, width: 140, cell: (row) => (row.last_on ? <span className="num">{row.last_on}</span> : <span className="tag warn">{t.interaction.never}</span>) },
    { key: 'days', title: t.interaction.daysSince, unit: t.interaction.day, right: true, width: 120, cell: (row) => row.days },
  ];
  const filters: Filter[] = [
    { kind: 'select', key: 'known', label: t.interaction.lastOn, options: [{ value: 'true', label: t.interaction.onceOnly }], primary: true },
    unit,
  ];
  return (
    <>
      {days !== undefined && <p className="soft">{t.interaction.quietSub(days)}</p>}
      <LedgerTable<QuietRow & { id: string }>
        page="interactions-quiet"
        caption={t.interaction.quiet}
        endpoint="/api/v1/interactions/quiet"
        columns={columns}
        filters={filters}
        rowId={(row) => row.key}
        rowTo={(row) => paths.investor(row.organisation.id)}
        rowLabel={(row) => row.organisation.name}
        empty={<Empty title={t.interaction.quietNone} hint="" />}
      />
    </>
  );
}
