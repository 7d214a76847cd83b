import { useMutation } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { useMemo, useState } from 'react';
import { api } from '@/api/http';
import { useT, type Dict } from '@/i18n';
import { instant } from '@/lib/date';
import { LedgerTable } from '@/ui/ledger/LedgerTable';
import type { Column, Filter } from '@/ui/ledger/model';
import { Page } from '@/ui/Page';
import { useProblem } from '@/ui/problem';

interface Wire {
  seq: number;
  at: string;
  actor_name: string;
  act: string;
  subject: string;
  subject_id: string;
  detail: unknown;
  request_id: string | null;
  hash: string;
}
type Entry = Wire & { id: string };

/** The append-only log. Reading is all one can do with it, and checking that it is whole. */
export default function AuditPage() {
  const t = useT();
  const { modal } = App.useApp();
  const show = useProblem();
  const [open, setOpen] = useState<Entry | null>(null);
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = useMemo(() => filtersOf(t), [t]);
  const verify = useMutation({
    mutationFn: () => api.get<{ ok: boolean; rows: number; first_bad?: { seq: number; why: string } | null }>('/api/v1/audit/verify'),
    onSuccess: (out) => {
      if (out.ok) modal.success({ title: t.audit.verified(out.rows.toLocaleString('en-US')) });
      else modal.error({ title: t.audit.broken(out.first_bad?.seq ?? 0), content: out.first_bad?.why });
    },
    onError: (error) => show(error),
  });
  return (
    <Page
      title={t.audit.title}
      sub={t.audit.sub}
      actions={
        <Button type="primary" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t.audit.verify}
        </Button>
      }
    >
      <LedgerTable<Entry>
        page="audit"
        caption={t.audit.title}
        endpoint="/api/v1/audit"
        columns={columns}
        filters={filters}
        rowId={(row) => String(row.seq)}
        rowLabel={(row) => t.auditActs[row.act] ?? row.act}
        onOpen={setOpen}
      />
      {open && (
        <Drawer open onClose={() => setOpen(null)} closable={{ 'aria-label': t.common.close }} size={560} styles={{ wrapper: { maxWidth: '100vw' } }} title={t.auditActs[open.act] ?? open.act}>
          <dl className="facts">
            <Fact label={t.audit.seq}>{open.seq}</Fact>
            <Fact label={t.audit.at}>{instant(open.at, true)}</Fact>
            <Fact label={t.audit.actor}>{open.actor_name || t.audit.system}</Fact>
            <Fact label={t.audit.act}>{open.act}</Fact>
            <Fact label={t.audit.subject}>{t.auditSubjects[open.subject] ?? open.subject}</Fact>
            <Fact label={t.audit.subjectId} wide>
              {open.subject_id}
            </Fact>
            <Fact label={t.audit.request} wide>
              {open.request_id ?? '—'}
            </Fact>
            <Fact label={t.audit.hash} wide>
              <code>{open.hash}</code>
            </Fact>
          </dl>
          <h3>{t.audit.detail}</h3>
          <pre className="code" tabIndex={0}>{JSON.stringify(open.detail, null, 2)}</pre>
        </Drawer>
      )}
    </Page>
  );
}

function Fact({ label, wide, children }: { label: string; wide?: boolean; children: React.ReactNode }) {
  return (
    <div className={wide ? 'wide' : ''}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function columnsOf(t: Dict): Column<Entry>[] {
  return [
    { key: 'seq', title: t.audit.seq, right: true, width: 80, cell: (row) => row.seq },
    { key: 'at', title: t.audit.at, width: 170, cell: (row) => <span className="num nowrap">{instant(row.at, true)}</span> },
    { key: 'actor_name', title: t.audit.actor, width: 130, cell: (row) => row.actor_name || t.audit.system },
    { key: 'act', title: t.audit.act, width: 180, card: 'title', cell: (row) => t.auditActs[row.act] ?? row.act },
    { key: 'subject', title: t.audit.subject, width: 120, cell: (row) => t.auditSubjects[row.subject] ?? row.subject },
    { key: 'detail', title: t.audit.detail, width: 420, card: 'none', cell: (row) => <span className="clip detail">{short(row.detail)}</span> },
    { key: 'hash', title: t.audit.hash, width: 140, card: 'none', cell: (row) => <code>{row.hash.slice(0, 12)}</code> },
  ];
}

const short = (detail: unknown): string => {
  const text = JSON.stringify(detail) ?? '';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};

function filtersOf(t: Dict): Filter[] {
  return [
    { kind: 'text', key: 'actor', label: t.audit.actorPlaceholder, primary: true },
    { kind: 'text', key: 'act', label: t.audit.actPlaceholder, primary: true, wide: true },
    { kind: 'text', key: 'subject', label: t.audit.subjectPlaceholder, primary: true },
    { kind: 'text', key: 'subject_id', label: t.audit.subjectId },
    { kind: 'dates', from: 'from', to: 'to', label: t.audit.date, primary: true },
  ];
}
