import { PlusOutlined } from '@ant-design/icons';
import { lazy, Suspense } from 'react';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Standing } from '@/ui/problems/ProblemSection';
import type { ProblemRow } from '@/ui/problems/types';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { options } from '@/ui/words';

const RaiseDialog = lazy(() => import('@/ui/problems/RaiseDialog'));

/** 问题清单: the most urgent first. */
export default function ProblemsPage() {
  const t = useT();
  const can = useCan();
  const [search, change] = useSearchState();
  const columns: Column<ProblemRow>[] = [
    { key: 'code', title: t.problem.code, width: 120, cell: (row) => row.code },
    {
      key: 'title',
      title: t.problem.what,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.problem(row.id)} className="name">
          {row.title}
        </AppLink>
      ),
    },
    { key: 'project', title: t.problem.project, cell: (row) => row.project.name },
    { key: 'raiser', title: t.problem.raiser, width: 140, cell: (row) => row.raised_unit.short_name || row.raised_unit.name },
    { key: 'owner', title: t.problem.owner, width: 140, cell: (row) => row.owner_unit.short_name || row.owner_unit.name },
    { key: 'due_on', title: t.problem.due, width: 120, sort: { asc: 'due_on', desc: '-due_on' }, cell: (row) => row.due_on },
    { key: 'state', title: t.common.status, width: 240, cell: (row) => <Standing problem={row} /> },
    { key: 'raised_on', title: t.problem.raisedOn, width: 120, hidden: true, sort: { desc: '-raised_on' }, cell: (row) => row.raised_on },
    { key: 'answer', title: t.problem.answer, hidden: true, cell: (row) => row.answer },
    { key: 'answered_on', title: t.problem.answeredOn, width: 120, hidden: true, cell: (row) => row.answered_on },
    { key: 'closed_on', title: t.problem.closedOn, width: 120, hidden: true, cell: (row) => row.closed_on },
  ];
  const unit = (key: 'owner' | 'raiser', label: string, primary: boolean): Filter => ({
    kind: 'custom',
    key,
    label,
    primary,
    render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={label} aria-label={label} />,
  });
  const filters: Filter[] = [
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'problemState'), many: true, primary: true },
    ...(can('problem.write')
      ? [
          {
            kind: 'select',
            key: 'hand',
            label: t.problem.hand,
            primary: true,
            options: Object.entries(t.problem.hands).map(([value, label]) => ({ value, label })),
          } satisfies Filter,
        ]
      : []),
    { kind: 'select', key: 'overdue', label: t.problem.late, options: [{ value: 'true', label: t.problem.lateOnly }], primary: true },
    unit('owner', t.problem.owner, true),
    unit('raiser', t.problem.raiser, false),
    { kind: 'dates', from: 'due_from', to: 'due_to', label: t.problem.due },
  ];
  const raising = search['raise'] !== undefined && can('problem.write');
  const stop = () => change({ raise: undefined }, { replace: true });
  return (
    <Page
      title={t.problem.title}
      sub={t.problem.sub}
      actions={
        <ActionButton type="primary" icon={<PlusOutlined aria-hidden />} disabledReason={can('problem.write') ? undefined : t.problem.noWrite} onClick={() => change({ raise: '1' })}>
          {t.problem.raise}
        </ActionButton>
      }
    >
      <LedgerTable<ProblemRow>
        page="problems"
        caption={t.problem.title}
        endpoint="/api/v1/problems"
        columns={columns}
        filters={filters}
        defaultSort="due_on"
        rowTo={(row) => paths.problem(row.id)}
        rowLabel={(row) => row.title}
        empty={<Empty title={t.problem.empty} hint={t.problem.emptyHint} />}
      />
      {raising && (
        <Suspense>
          <RaiseDialog close={stop} />
        </Suspense>
      )}
    </Page>
  );
}
