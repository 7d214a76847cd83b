import { PlusOutlined } from '@ant-design/icons';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { Empty } from '@/ui/States';
import { useOfficeIssues } from '@/ui/supervision/queries';
import type { InstructionRow } from '@/ui/supervision/types';
import { useSearchState } from '@/ui/useSearch';
import { InstructDialog } from './InstructDialog';

/** 领导批示: what was said, whom it went to, whether it is done. */
export default function InstructionsPage() {
  const t = useT();
  const issues = useOfficeIssues();
  const [search, change] = useSearchState();
  const columns: Column<InstructionRow>[] = [
    { key: 'code', title: t.supervision.code, width: 150, cell: (row) => row.code },
    {
      key: 'title',
      title: t.supervision.instructedWhat,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.instruction(row.id)} className="name">
          {row.title}
        </AppLink>
      ),
    },
    { key: 'leader', title: t.supervision.leader, width: 120, cell: (row) => row.leader },
    { key: 'instructed_on', title: t.supervision.instructedOn, width: 130, sort: { desc: '-instructed_on' }, cell: (row) => row.instructed_on },
    { key: 'project', title: t.supervision.project, width: 220, cell: (row) => row.project?.name ?? '' },
    { key: 'done', title: t.supervision.standing, width: 180, cell: (row) => <Done row={row} /> },
  ];
  const filters: Filter[] = [
    {
      kind: 'select',
      key: 'done',
      label: t.supervision.standing,
      primary: true,
      options: [
        { value: 'false', label: t.supervision.underWay },
        { value: 'true', label: t.supervision.finished },
      ],
    },
    { kind: 'dates', from: 'from', to: 'to', label: t.supervision.instructedOn, primary: true },
  ];
  return (
    <Page
      title={t.supervision.instructions}
      sub={t.supervision.instructionsSub}
      actions={
        <ActionButton type="primary" icon={<PlusOutlined aria-hidden />} disabledReason={issues ? undefined : t.supervision.noIssue} onClick={() => change({ new: '1' })}>
          {t.supervision.instruct}
        </ActionButton>
      }
    >
      <LedgerTable<InstructionRow>
        page="instructions"
        caption={t.supervision.instructions}
        endpoint="/api/v1/instructions"
        columns={columns}
        filters={filters}
        defaultSort="-instructed_on"
        rowTo={(row) => paths.instruction(row.id)}
        rowLabel={(row) => row.title}
        empty={<Empty title={t.supervision.noInstructions} hint={t.supervision.emptyHint} />}
      />
      {search['new'] !== undefined && issues && <InstructDialog close={() => change({ new: undefined }, { replace: true })} />}
    </Page>
  );
}

export function Done({ row }: { row: InstructionRow }) {
  const t = useT();
  return row.done_on ? <span className="tag good">{t.supervision.doneOn(row.done_on)}</span> : <span className="tag warn">{t.supervision.openNotes(row.open_notes)}</span>;
}
