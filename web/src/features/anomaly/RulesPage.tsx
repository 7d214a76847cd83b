import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT, type Dict } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { TableEditor } from '@/ui/TableEditor';
import { useWrite } from '@/ui/useWrite';
import type { AnomalyTable } from './types';

/** 核查规则: what is looked for, and why. */
export default function RulesPage() {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const table = useQuery({ queryKey: ['anomalies', 'rules'], queryFn: ({ signal }) => api.get<AnomalyTable>('/api/v1/anomalies/rules', undefined, signal) });
  const data = table.data;
  return (
    <Page
      title={t.anomaly.rules}
      crumbs={[{ label: t.anomaly.title, to: paths.anomalies }]}
      sub={data && source(t, data)}
      actions={
        data && (
          <ActionButton action={data.publish} onClick={() => setEditing(true)}>
            {t.anomaly.edit}
          </ActionButton>
        )
      }
    >
      <p className="soft">{t.anomaly.rulesHint}</p>
      <Shown of={table} rows={12}>
        {(all) => (
          <section className="panel" aria-label={t.anomaly.rules}>
            <PlainTable
              label={t.anomaly.rules}
              rows={all.rules}
              rowKey={(rule) => rule.code}
              columns={[
                { title: t.anomaly.rule, head: true, cell: (rule) => <span className="nowrap">{rule.name}</span> },
                { title: t.anomaly.why, cell: (rule) => rule.reason },
                { title: t.anomaly.looked, cell: (rule) => <span className={`tag nowrap ${rule.on ? 'good' : ''}`}>{rule.on ? t.anomaly.on : t.anomaly.off}</span> },
              ]}
            />
          </section>
        )}
      </Shown>
      {editing && data && <Editor table={data} close={() => setEditing(false)} />}
    </Page>
  );
}

function source(t: Dict, table: AnomalyTable): string {
  if (table.version === 0) return t.anomaly.standard;
  const by = [table.recorded_by?.name, table.recorded_at && instant(table.recorded_at)].filter(Boolean).join(' · ');
  return `${table.name} · ${t.anomaly.version(table.version, by)}`;
}

function Editor({ table, close }: { table: AnomalyTable; close: () => void }) {
  const t = useT();
  const write = useWrite((body: { text: string; version: number }, key) => api.post<AnomalyTable>('/api/v1/anomalies/rules', body, key), {
    said: t.anomaly.published,
    refresh: [['anomalies']],
    onDone: close,
  });
  return (
    <TableEditor title={t.anomaly.edit} label={t.anomaly.text} text={table.text} save={t.anomaly.publish} saving={write.isPending} onSave={(text) => write.mutate({ text, version: table.version })} close={close} />
  );
}
