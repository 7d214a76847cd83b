import { PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { Empty } from '@/ui/States';
import { options, StateTag } from '@/ui/words';
import { OpenRound } from './OpenRound';
import type { RoundRow } from './types';

/** 联合认定: rounds, the latest first. */
export default function RoundsPage() {
  const t = useT();
  const can = useCan()('fund.recognise');
  const [open, setOpen] = useState(false);
  const columns: Column<RoundRow>[] = [
    { key: 'code', title: t.review.code, width: 170, cell: (row) => row.code },
    {
      key: 'name',
      title: t.review.name,
      card: 'title',
      cell: (row) => (
        <AppLink to={paths.round(row.id)} className="name">
          {row.name}
        </AppLink>
      ),
    },
    { key: 'state', title: t.common.status, width: 130, cell: (row) => <StateTag dimension="roundState" code={row.state} /> },
    { key: 'receipts', title: t.review.receipts, right: true, width: 90, cell: (row) => row.receipts },
    { key: 'opened_on', title: t.review.openedOn, width: 130, cell: (row) => row.opened_on },
    { key: 'met_on', title: t.review.metOn, width: 130, cell: (row) => row.met_on ?? '—' },
    { key: 'notice_until', title: t.review.noticeUntil, width: 130, cell: (row) => row.notice_until ?? '—' },
    { key: 'objections', title: t.review.objectionsN, right: true, width: 90, cell: (row) => row.objections },
  ];
  return (
    <Page
      title={t.review.title}
      sub={t.review.sub}
      actions={
        <ActionButton type="primary" icon={<PlusOutlined />} disabledReason={can ? undefined : t.review.openNo} onClick={() => setOpen(true)}>
          {t.review.openNew}
        </ActionButton>
      }
    >
      <LedgerTable<RoundRow>
        page="rounds"
        caption={t.review.title}
        endpoint="/api/v1/rounds"
        columns={columns}
        filters={[{ kind: 'select', key: 'state', label: t.common.status, options: options(t, 'roundState'), many: true, primary: true }]}
        rowTo={(row) => paths.round(row.id)}
        rowLabel={(row) => row.name}
        empty={<Empty title={t.review.empty} hint={t.review.emptyHint} />}
      />
      {open && <OpenRound close={() => setOpen(false)} />}
    </Page>
  );
}
