import { PlusOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useCan } from '@/api/session';
import { useT, type Dict } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Grade } from '@/ui/keeping/Grade';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { LightHere, LightsAround } from '@/ui/lights/Light';
import { Page } from '@/ui/Page';
import { IndustryPick, UnitPick, useCountryName } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options, StateTag, word } from '@/ui/words';
import type { ProjectRow } from './types';

const ProjectForm = lazy(() => import('./ProjectForm'));

export default function ProjectsPage() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const country = useCountryName();
  const columns = useMemo(() => projectColumns(t, country), [t, country]);
  const filters = useMemo(() => projectFilters(t), [t]);
  const creating = search['new'] !== undefined && can('project.write');
  return (
    <Page
      title={t.project.title}
      actions={
        can('project.write') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ new: '1' })}>
            {t.project.add}
          </Button>
        )
      }
    >
      <LedgerTable<ProjectRow>
        page="projects"
        caption={t.project.title}
        endpoint="/api/v1/projects"
        {...(can('project.export') ? { xlsx: '/api/v1/projects.xlsx' } : {})}
        columns={columns}
        filters={filters}
        defaultSort="-updated_at"
        rowTo={(row) => paths.project(row.id)}
        rowLabel={(row) => row.name}
        around={(rows, body) => <LightsAround projects={rows.map((row) => row.id)}>{body}</LightsAround>}
        empty={<Empty title={t.project.emptyTitle} hint={t.project.emptyHint} />}
      />
      {creating && (
        <Suspense>
          <ProjectForm
            close={() => change({ new: undefined }, { replace: true })}
            done={(project) => void navigate({ to: paths.project(project.id), replace: true })}
          />
        </Suspense>
      )}
    </Page>
  );
}

function projectColumns(t: Dict, country: (code: string) => string): Column<ProjectRow>[] {
  const wan = t.common.unitName.wan;
  return [
    { key: 'code', title: t.project.code, width: 150, sort: { asc: 'code' }, cell: (row) => <span className="num nowrap">{row.code}</span> },
    {
      key: 'name',
      title: t.project.name,
      width: 280,
      sort: { asc: 'name' },
      card: 'title',
      cell: (row) => (
        <>
          <AppLink to={paths.project(row.id)} className="name">
            {row.name}
          </AppLink>
          {row.parts > 0 && <span className="tag">{t.project.bundleOf(row.parts)}</span>}
          {row.parent && <span className="tag">{t.project.part}</span>}
          {row.code_name && (
            <>
              {' '}
              <span className="tag warn">{row.code_name.covered ? t.secret.cover : row.code_name.alias}</span>
            </>
          )}
        </>
      ),
    },
    { key: 'grade', title: t.keeping.grade, width: 70, cell: (row) => row.grade && <Grade grade={row.grade} /> },
    { key: 'code_name', title: t.secret.alias, width: 120, hidden: true, cell: (row) => row.code_name?.alias ?? '' },
    { key: 'stage', title: t.project.stage, width: 96, cell: (row) => <StateTag dimension="stage" code={row.stage} /> },
    { key: 'status', title: t.project.statusLabel, width: 96, cell: (row) => <StateTag dimension="status" code={row.status} /> },
    { key: 'light', title: t.light.ofProject, width: 72, screen: true, cell: (row) => <LightHere project={row.id} /> },
    { key: 'lead_unit', title: t.project.leadUnit, width: 130, cell: (row) => row.lead_unit.short_name || row.lead_unit.name },
    { key: 'investors', title: t.project.investors, width: 200, cell: (row) => row.investors.map((one) => one.name).join(t.common.comma) },
    { key: 'total_fen', title: word(t, 'measure', 'total'), unit: wan, right: true, width: 130, sort: { desc: '-total_fen' }, cell: (row) => money(row.total_fen) },
    { key: 'contract_fen', title: word(t, 'measure', 'contract'), unit: wan, right: true, width: 130, cell: (row) => money(row.contract_fen) },
    { key: 'funds_recognised_fen', title: t.project.fundsRecognised, unit: wan, right: true, width: 140, cell: (row) => money(row.funds_recognised_fen) },
    { key: 'funds_claimed_fen', title: t.project.fundsClaimed, unit: wan, right: true, width: 140, hidden: true, cell: (row) => money(row.funds_claimed_fen) },
    { key: 'parent', title: t.project.partOf, width: 200, hidden: true, cell: (row) => row.parent && <AppLink to={paths.project(row.parent.id)}>{row.parent.name}</AppLink> },
    { key: 'track', title: t.project.track, width: 96, cell: (row) => word(t, 'track', row.track) },
    { key: 'structure', title: t.project.structure, width: 110, cell: (row) => word(t, 'structure', row.structure) },
    { key: 'industry', title: t.project.industry, width: 150, hidden: true, cell: (row) => (row.industry ? t.industry.name(row.industry.code, row.industry.name) : '') },
    { key: 'kind', title: t.project.kind, width: 96, hidden: true, cell: (row) => word(t, 'kind', row.kind) },
    { key: 'high_technology', title: t.project.highTech, width: 90, hidden: true, cell: (row) => (row.high_technology ? t.common.yes : '') },
    { key: 'origin', title: t.project.origin, width: 110, hidden: true, cell: (row) => (row.origin === 'CN' ? t.project.domestic : country(row.origin)) },
    { key: 'agreement', title: t.project.agreement, width: 100, hidden: true, cell: (row) => word(t, 'agreement', row.agreement) },
    { key: 'contract_signed_on', title: t.project.signedOn, width: 116, cell: (row) => row.contract_signed_on && <span className="num nowrap">{row.contract_signed_on}</span> },
    { key: 'introduced_on', title: t.project.introducedOn, width: 116, hidden: true, cell: (row) => row.introduced_on },
    { key: 'recognised_on', title: t.project.recognisedOn, width: 116, hidden: true, cell: (row) => row.recognised_on },
    { key: 'next_step', title: t.project.nextStep, width: 200, hidden: true, cell: (row) => row.next_step },
    { key: 'next_step_due_on', title: t.project.nextStepDue, width: 116, hidden: true, cell: (row) => row.next_step_due_on },
    { key: 'idle_since_on', title: t.project.idleSince, width: 120, hidden: true, cell: (row) => <span className="num nowrap">{row.idle_since_on}</span> },
    { key: 'updated_at', title: t.project.updated, width: 140, sort: { desc: '-updated_at' }, cell: (row) => <span className="num nowrap">{instant(row.updated_at)}</span> },
  ];
}

function projectFilters(t: Dict): Filter[] {
  return [
    { kind: 'text', key: 'q', label: t.table.keyword, primary: true, wide: true },
    { kind: 'select', key: 'stage', label: t.project.stage, options: options(t, 'stage'), many: true, primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.project.unit,
      primary: true,
      render: (value, change) => (
        <UnitPick aria-label={t.project.unit} placeholder={t.project.unit} allowClear value={value ?? null} onChange={change} />
      ),
    },
    { kind: 'select', key: 'status', label: t.project.statusLabel, options: options(t, 'status'), many: true },
    { kind: 'select', key: 'grade', label: t.keeping.grade, options: options(t, 'grade'), many: true },
    { kind: 'select', key: 'track', label: t.project.track, options: options(t, 'track'), many: true },
    { kind: 'select', key: 'structure', label: t.project.structure, options: options(t, 'structure'), many: true },
    { kind: 'select', key: 'kind', label: t.project.kind, options: options(t, 'kind'), many: true },
    {
      kind: 'custom',
      key: 'industry',
      label: t.project.industry,
      render: (value, change) => (
        <div style={{ width: 200 }}>
          <IndustryPick
            aria-label={t.project.industry}
            placeholder={t.project.industry}
            value={value ? { value, label: value } : null}
            onChange={(choice) => change(choice?.value)}
          />
        </div>
      ),
    },
    { kind: 'select', key: 'bound', label: t.project.bound, options: Object.entries(t.project.bounds).map(([value, label]) => ({ value, label })) },
    { kind: 'select', key: 'agreement', label: t.project.agreement, options: options(t, 'agreement'), many: true },
    {
      kind: 'select',
      key: 'recognised',
      label: t.project.recognised,
      options: [
        { value: 'true', label: t.project.recognisedYes },
        { value: 'false', label: t.project.recognisedNo },
      ],
    },
    { kind: 'dates', from: 'signed_from', to: 'signed_to', label: t.project.signedOn },
    { kind: 'wan', key: 'total_min', label: t.project.totalMin },
    { kind: 'wan', key: 'total_max', label: t.project.totalMax },
    {
      kind: 'select',
      key: 'inactive_days',
      label: t.project.inactive,
      options: [30, 60, 90, 180].map((days) => ({ value: String(days), label: t.project.inactiveDays(days) })),
    },
  ];
}
