import { useQuery } from '@tanstack/react-query';
import { Drawer, Input } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT, type Dict } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Grade } from '@/ui/keeping/Grade';
import type { KeepingTable } from '@/ui/keeping/types';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';

/** 在库管理办法: what the grades ask for, and how long a project may stand still. */
export default function RulesPage() {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const table = useQuery({ queryKey: ['keeping', 'rules'], queryFn: ({ signal }) => api.get<KeepingTable>('/api/v1/keeping/rules', undefined, signal) });
  const data = table.data;
  return (
    <Page
      title={t.keeping.rules}
      crumbs={[{ label: t.keeping.title, to: paths.keeping }]}
      sub={data && source(t, data)}
      actions={
        data && (
          <ActionButton action={data.publish} onClick={() => setEditing(true)}>
            {t.keeping.edit}
          </ActionButton>
        )
      }
    >
      <p className="soft">{t.keeping.rulesHint}</p>
      <Shown of={table} rows={8}>
        {(all) => (
          <div className="stack">
            <section className="panel" aria-label={t.keeping.grades}>
              <h2>{t.keeping.grades}</h2>
              <PlainTable
                label={t.keeping.grades}
                rows={all.grades}
                rowKey={(one) => one.grade}
                columns={[
                  { title: t.keeping.grade, head: true, cell: (one) => <Grade grade={one.grade} /> },
                  { title: t.keeping.conditions, cell: (one) => conditions(t, one) },
                  { title: t.keeping.meaning, cell: (one) => one.meaning },
                ]}
              />
            </section>
            <section className="panel" aria-label={t.keeping.stay}>
              <h2>{t.keeping.stay}</h2>
              <p>{t.keeping.stayText(all.stay.warn_days, all.stay.due_days, all.stay.leave_days)}</p>
              <p className="soft">
                {t.keeping.stages}: {all.stay.stages.map((stage) => word(t, 'stage', stage)).join(t.project.listComma)} · {t.keeping.extendText(all.stay.extend_days)}
              </p>
            </section>
          </div>
        )}
      </Shown>
      {editing && data && <Editor table={data} close={() => setEditing(false)} />}
    </Page>
  );
}

function source(t: Dict, table: KeepingTable): string {
  if (table.version === 0) return t.keeping.standard;
  const by = [table.recorded_by?.name, table.recorded_at && instant(table.recorded_at)].filter(Boolean).join(' · ');
  return `${table.name} · ${t.keeping.version(table.version, by)}`;
}

function conditions(t: Dict, one: KeepingTable['grades'][number]): string {
  const asked = [
    one.total_fen !== null && t.keeping.total(money(one.total_fen, 'yi')),
    one.from_stage && t.keeping.fromStage(word(t, 'stage', one.from_stage)),
    one.structures.length > 0 && one.structures.map((code) => word(t, 'structure', code)).join(' / '),
    one.high_technology && t.keeping.highTech,
  ].filter(Boolean);
  if (asked.length === 0) return t.keeping.open;
  const how = asked.length > 1 ? ` (${one.any ? t.keeping.any : t.keeping.all})` : '';
  return asked.join(t.project.listComma) + how;
}

/** The rules as text; a fault is told with its line, and nothing is changed. */
function Editor({ table, close }: { table: KeepingTable; close: () => void }) {
  const t = useT();
  const [text, setText] = useState(table.text);
  const publish = useWrite((body: { text: string; version: number }, key) => api.post<KeepingTable>('/api/v1/keeping/rules', body, key), {
    said: t.keeping.published,
    refresh: [['keeping'], ['projects']],
    onDone: close,
  });
  return (
    <Drawer
      open
      title={t.keeping.edit}
      size="large"
      onClose={close}
      footer={
        <div className="drawer-foot">
          <ActionButton
            type="primary"
            loading={publish.isPending}
            disabledReason={text === table.text ? t.keeping.same : undefined}
            onClick={() => publish.mutate({ text, version: table.version })}
          >
            {t.keeping.publish}
          </ActionButton>
        </div>
      }
    >
      <p className="soft">{t.keeping.editHint}</p>
      <Input.TextArea aria-label={t.keeping.text} className="mono" spellCheck={false} value={text} autoSize={{ minRows: 16, maxRows: 40 }} onChange={(event) => setText(event.target.value)} />
    </Drawer>
  );
}
