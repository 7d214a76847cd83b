import '@/ui/supervision/supervision.css';
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
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
import { Empty } from '@/ui/States';
import { levelsQuery, useLevelName, useOfficeIssues } from '@/ui/supervision/queries';
import { NoteStanding } from '@/ui/supervision/SupervisionSection';
import type { SupervisionRow } from '@/ui/supervision/types';
import { useSearchState } from '@/ui/useSearch';
import { options } from '@/ui/words';
import { LevelsDrawer } from './LevelsDrawer';

const IssueDialog = lazy(() => import('@/ui/supervision/IssueDialog'));

/** 督办台账: the most urgent first. */
export default function SupervisionsPage() {
  const t = useT();
  const can = useCan();
  const issues = useOfficeIssues();
  const [search, change] = useSearchState();
  const levels = useQuery(levelsQuery);
  const named = useLevelName();
  const columns: Column<SupervisionRow>[] = [
    { key: 'code', title: t.supervision.code, width: 135, cell: (row) => row.code },
    {
      key: 'title',
      title: t.supervision.what,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.supervision(row.id)} className="name">
          {row.title}
        </AppLink>
      ),
    },
    { key: 'project', title: t.supervision.project, width: 170, cell: (row) => row.project?.name ?? '' },
    { key: 'unit', title: t.supervision.unit, width: 110, cell: (row) => row.unit.short_name || row.unit.name },
    { key: 'due_on', title: t.supervision.due, width: 120, sort: { asc: 'due_on', desc: '-due_on' }, cell: (row) => (row.level.praise ? '' : row.due_on) },
    { key: 'state', title: t.supervision.standing, width: 290, cell: (row) => <NoteStanding note={row} /> },
    { key: 'issued_on', title: t.supervision.issuedOn, width: 120, sort: { desc: '-issued_on' }, cell: (row) => row.issued_on },
    { key: 'instruction', title: t.supervision.instruction, width: 180, hidden: true, cell: (row) => row.instruction && `${row.instruction.leader} ${row.instruction.code}` },
    { key: 'answer', title: t.supervision.answer, hidden: true, cell: (row) => row.answer },
    { key: 'answered_on', title: t.supervision.answeredOn, width: 120, hidden: true, cell: (row) => row.answered_on },
    { key: 'closed_on', title: t.supervision.closedOn, width: 120, hidden: true, cell: (row) => row.closed_on },
  ];
  const hands = Object.entries(t.supervision.hands).filter(([hand]) => (hand === 'answer') !== issues);
  const filters: Filter[] = [
    { kind: 'select', key: 'state', label: t.common.status, options: options(t, 'supervisionState'), many: true, primary: true },
    { kind: 'select', key: 'level', label: t.supervision.level, options: (levels.data?.levels ?? []).map((one) => ({ value: one.code, label: named(one.name) })), many: true, primary: true },
    ...(can('supervision.write')
      ? [{ kind: 'select', key: 'hand', label: t.supervision.hand, primary: true, options: hands.map(([value, label]) => ({ value, label })) } satisfies Filter]
      : []),
    { kind: 'select', key: 'overdue', label: t.supervision.late, options: [{ value: 'true', label: t.supervision.lateOnly }], primary: true },
    {
      kind: 'custom',
      key: 'unit',
      label: t.supervision.unit,
      primary: true,
      render: (value, set) => <UnitPick value={value ?? null} onChange={set} allowClear placeholder={t.supervision.unit} aria-label={t.supervision.unit} />,
    },
    { kind: 'dates', from: 'due_from', to: 'due_to', label: t.supervision.due },
    { kind: 'dates', from: 'issued_from', to: 'issued_to', label: t.supervision.issuedOn },
  ];
  const stop = (key: string) => change({ [key]: undefined }, { replace: true });
  return (
    <Page
      title={t.supervision.title}
      sub={t.supervision.sub}
      actions={
        <>
          <Button onClick={() => change({ levels: '1' })}>{t.supervision.levels}</Button>
          <ActionButton type="primary" icon={<PlusOutlined aria-hidden />} disabledReason={issues ? undefined : t.supervision.noIssue} onClick={() => change({ issue: '1' })}>
            {t.supervision.issue}
          </ActionButton>
        </>
      }
    >
      <LedgerTable<SupervisionRow>
        page="supervisions"
        caption={t.supervision.title}
        endpoint="/api/v1/supervisions"
        columns={columns}
        filters={filters}
        defaultSort="due_on"
        rowTo={(row) => paths.supervision(row.id)}
        rowLabel={(row) => row.title}
        empty={<Empty title={t.supervision.empty} hint={t.supervision.emptyHint} />}
      />
      {search['issue'] !== undefined && issues && (
        <Suspense>
          <IssueDialog close={() => stop('issue')} />
        </Suspense>
      )}
      {search['levels'] !== undefined && levels.data && <LevelsDrawer key={levels.data.version} table={levels.data} close={() => stop('levels')} />}
    </Page>
  );
}
