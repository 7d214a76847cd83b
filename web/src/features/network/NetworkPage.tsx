import { Segmented } from 'antd';
import { useCan } from '@/api/session';
import { useT, type Dict } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import type { AssociationRow, IntroducerRow } from '@/ui/network/types';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, word } from '@/ui/words';

/** Through whom investors are found: associations, and those who introduce for a reward. */
export default function NetworkPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const introducers = search['list'] === 'introducers';
  return (
    <Page
      title={t.network.title}
      actions={
        <Segmented
          value={introducers ? 'introducers' : 'associations'}
          onChange={(list) => change(Object.fromEntries([...Object.keys(search).map((key) => [key, undefined]), ['list', list === 'introducers' ? list : undefined]]))}
          options={[
            { value: 'associations', label: t.network.associations },
            { value: 'introducers', label: t.network.introducers },
          ]}
        />
      }
    >
      {introducers ? <Introducers /> : <Associations />}
    </Page>
  );
}

function ToLibrary() {
  const t = useT();
  return <AppLink to={paths.investors}>{t.network.toInvestors}</AppLink>;
}

function Associations() {
  const t = useT();
  const can = useCan();
  const filters: Filter[] = [
    { kind: 'text', key: 'q', label: t.table.keyword, primary: true, wide: true },
    { kind: 'select', key: 'gathers', label: t.network.gathers, options: options(t, 'associationKind'), many: true, primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.charge.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.charge.unit} aria-label={t.charge.unit} />,
    },
  ];
  return (
    <LedgerTable<AssociationRow>
      page="associations"
      caption={t.network.associations}
      endpoint="/api/v1/associations"
      columns={associationColumns(t)}
      filters={filters}
      defaultSort="name"
      {...(can('investor.export') ? { xlsx: '/api/v1/associations.xlsx' } : {})}
      rowTo={(row) => paths.association(row.id)}
      rowLabel={(row) => row.name}
      empty={
        <Empty title={t.network.emptyAssociations} hint={t.network.emptyAssociationsHint}>
          <ToLibrary />
        </Empty>
      }
    />
  );
}

function associationColumns(t: Dict): Column<AssociationRow>[] {
  return [
    {
      key: 'name',
      title: t.investor.name,
      width: 260,
      sort: { asc: 'name', desc: '-name' },
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.association(row.id)} className="name">
          {row.name}
        </AppLink>
      ),
    },
    { key: 'gathers', title: t.network.gathers, width: 110, cell: (row) => (row.gathers ? word(t, 'associationKind', row.gathers) : <span className="soft">{t.network.undescribed}</span>) },
    { key: 'members_count', title: t.network.members, right: true, width: 100, cell: (row) => row.members_count },
    { key: 'people_count', title: t.network.people, right: true, width: 90, cell: (row) => row.people_count },
    { key: 'charge_unit', title: t.charge.unit, width: 130, cell: (row) => row.charge && (row.charge.unit.short_name || row.charge.unit.name) },
    { key: 'charge_person', title: t.charge.person, width: 100, cell: (row) => row.charge?.person?.name },
    { key: 'note', title: t.network.note, width: 260, cell: (row) => row.note },
  ];
}

function Introducers() {
  const t = useT();
  const can = useCan();
  const filters: Filter[] = [
    { kind: 'text', key: 'q', label: t.table.keyword, primary: true, wide: true },
    { kind: 'select', key: 'introducer_kind', label: t.network.kind, options: options(t, 'introducerKind'), many: true, primary: true },
    {
      kind: 'select',
      key: 'in_force',
      label: t.network.inForceFilter,
      options: [
        { value: 'true', label: t.network.inForce },
        { value: 'false', label: t.network.over },
      ],
      primary: true,
    },
  ];
  return (
    <LedgerTable<IntroducerRow>
      page="introducers"
      caption={t.network.introducers}
      endpoint="/api/v1/introducers"
      columns={introducerColumns(t)}
      filters={filters}
      defaultSort="-registered_on"
      {...(can('investor.export') ? { xlsx: '/api/v1/introducers.xlsx' } : {})}
      rowTo={(row) => paths.introducer(row.id)}
      rowLabel={(row) => row.name}
      empty={
        <Empty title={t.network.emptyIntroducers} hint={t.network.emptyIntroducersHint}>
          <ToLibrary />
        </Empty>
      }
    />
  );
}

function introducerColumns(t: Dict): Column<IntroducerRow>[] {
  const wan = t.common.unitName.wan;
  return [
    {
      key: 'name',
      title: t.investor.name,
      width: 190,
      sort: { asc: 'name', desc: '-name' },
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.introducer(row.id)} className="name">
          {row.name}
        </AppLink>
      ),
    },
    { key: 'introducer_kind', title: t.network.kind, width: 115, cell: (row) => word(t, 'introducerKind', row.registration.role) },
    { key: 'registered_on', title: t.network.registeredOn, width: 110, sort: { asc: 'registered_on', desc: '-registered_on' }, cell: (row) => <span className="num nowrap">{row.registration.registered_on}</span> },
    { key: 'valid_until', title: t.network.validUntil, width: 110, hidden: true, cell: (row) => row.registration.valid_until && <span className="num nowrap">{row.registration.valid_until}</span> },
    { key: 'in_force', title: t.network.state, width: 80, cell: (row) => <span className={row.in_force ? 'tag good' : 'tag warn'}>{row.in_force ? t.network.inForce : t.network.over}</span> },
    { key: 'agreement', title: t.network.agreement, width: 150, hidden: true, cell: (row) => row.registration.agreement },
    { key: 'terms', title: t.network.terms, width: 240, hidden: true, cell: (row) => row.registration.terms },
    { key: 'reward_share', title: t.network.rewardShare, width: 90, right: true, hidden: true, cell: (row) => row.registration.reward_bp !== null && `${percentText(row.registration.reward_bp)}%` },
    { key: 'reward_cap_fen', title: t.network.rewardCap, unit: wan, width: 130, right: true, hidden: true, cell: (row) => money(row.registration.reward_cap_fen) },
    { key: 'checked_on', title: t.network.checked, width: 120, hidden: true, cell: (row) => row.registration.checked_on && <span className="num nowrap">{row.registration.checked_on}</span> },
    { key: 'projects', title: t.network.projects, right: true, width: 85, cell: (row) => row.sums.projects },
    { key: 'in_time', title: t.network.inTime, right: true, width: 85, cell: (row) => row.sums.in_time },
    { key: 'signed', title: t.network.signed, right: true, width: 70, cell: (row) => row.sums.signed },
    { key: 'contract_fen', title: t.network.contract, unit: wan, right: true, width: 125, cell: (row) => money(row.sums.contract_fen) },
    { key: 'recognised_fen', title: t.network.recognised, unit: wan, right: true, width: 150, cell: (row) => money(row.sums.recognised_fen) },
    { key: 'reward_fen', title: t.network.reward, unit: wan, right: true, width: 120, cell: (row) => money(row.sums.reward_fen) },
  ];
}
