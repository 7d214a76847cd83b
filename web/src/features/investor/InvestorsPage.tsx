import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { CountryPick, IndustryPick, UnitPick, useCountryName } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, word } from '@/ui/words';
import type { TagKind } from './profile/types';
import type { OrganisationRow } from './types';

const InvestorForm = lazy(() => import('./InvestorForm'));

export default function InvestorsPage() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const country = useCountryName();
  const [search, change] = useSearchState();
  const columns = useMemo(() => columnsOf(t, country), [t, country]);
  const kinds = useQuery({ queryKey: ['investors', 'tag-kinds'], queryFn: ({ signal }) => api.get<ListOf<TagKind>>('/api/v1/organisation-tag-kinds', undefined, signal) });
  const tags = kinds.data?.items;
  const filters = useMemo(() => filtersOf(t, tags ?? []), [t, tags]);
  return (
    <Page
      title={t.investor.title}
      actions={
        can('investor.write') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ new: '1' })}>
            {t.investor.add}
          </Button>
        )
      }
    >
      <LedgerTable<OrganisationRow>
        page="investors"
        caption={t.investor.title}
        endpoint="/api/v1/organisations"
        columns={columns}
        filters={filters}
        defaultSort="-updated_at"
        {...(can('investor.export') ? { xlsx: '/api/v1/organisations.xlsx' } : {})}
        rowTo={(row) => paths.investor(row.id)}
        rowLabel={(row) => row.name}
        empty={<Empty title={t.investor.emptyTitle} hint={t.investor.emptyHint} />}
      />
      {search['new'] !== undefined && can('investor.write') && (
        <Suspense>
          <InvestorForm
            close={() => change({ new: undefined }, { replace: true })}
            done={(one) => void navigate({ to: paths.investor(one.id), replace: true })}
          />
        </Suspense>
      )}
    </Page>
  );
}

function columnsOf(t: Dict, country: (code: string) => string): Column<OrganisationRow>[] {
  return [
    {
      key: 'name',
      title: t.investor.name,
      width: 220,
      sort: { asc: 'name' },
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.investor(row.id)} className="name">
          {row.name}
        </AppLink>
      ),
    },
    { key: 'uscc', title: t.investor.uscc, width: 170, cell: (row) => row.uscc && <span className="num nowrap">{row.uscc}</span> },
    { key: 'kind', title: t.investor.kind, width: 85, cell: (row) => word(t, 'organisationKind', row.kind) },
    { key: 'country', title: t.investor.country, width: 100, cell: (row) => country(row.country) },
    { key: 'industry', title: t.investor.industry, width: 150, hidden: true, cell: (row) => (row.industry ? t.industry.name(row.industry.code, row.industry.name) : '') },
    { key: 'group', title: t.investor.group, width: 170, hidden: true, cell: (row) => row.group && <AppLink to={paths.investor(row.group.id)}>{row.group.name}</AppLink> },
    { key: 'tags', title: t.profile.tags, width: 140, cell: (row) => row.tags.length > 0 && <span className="tags">{row.tags.map((tag) => <span key={tag} className="tag accent">{tag}</span>)}</span> },
    { key: 'charge_unit', title: t.charge.unit, width: 120, cell: (row) => row.charge && (row.charge.unit.short_name || row.charge.unit.name) },
    { key: 'charge_person', title: t.charge.person, width: 85, cell: (row) => row.charge?.person?.name },
    { key: 'projects_count', title: t.investor.projects, right: true, width: 80, cell: (row) => row.projects_count },
    { key: 'total_fen', title: t.investor.total, unit: t.common.unitName.wan, right: true, width: 140, cell: (row) => money(row.total_fen) },
    { key: 'updated_at', title: t.investor.updated, width: 140, hidden: true, sort: { desc: '-updated_at' }, cell: (row) => <span className="num nowrap">{instant(row.updated_at)}</span> },
  ];
}

function filtersOf(t: Dict, tags: TagKind[]): Filter[] {
  return [
    { kind: 'text', key: 'q', label: t.table.keyword, primary: true, wide: true },
    { kind: 'select', key: 'kind', label: t.investor.kind, options: options(t, 'organisationKind'), primary: true },
    {
      kind: 'custom',
      key: 'country',
      label: t.investor.country,
      primary: true,
      render: (value, change) => (
        <CountryPick aria-label={t.investor.country} placeholder={t.investor.country} allowClear value={value ?? null} onChange={change} />
      ),
    },
    { kind: 'select', key: 'charge', label: t.charge.whose, options: Object.entries(t.charge.filters).map(([value, label]) => ({ value, label })), primary: true },
    { kind: 'select', key: 'tag', label: t.profile.tag, options: tags.map((tag) => ({ value: tag.code, label: tag.name })), many: true, search: true, primary: true },
    {
      kind: 'custom',
      key: 'charge_unit',
      label: t.charge.unit,
      render: (value, change) => <UnitPick value={value ?? null} onChange={change} allowClear placeholder={t.charge.unit} aria-label={t.charge.unit} />,
    },
    {
      kind: 'custom',
      key: 'industry',
      label: t.investor.industry,
      render: (value, change) => (
        <div style={{ width: 200 }}>
          <IndustryPick
            aria-label={t.investor.industry}
            placeholder={t.investor.industry}
            value={value ? { value, label: value } : null}
            onChange={(choice) => change(choice?.value)}
          />
        </div>
      ),
    },
  ];
}
