import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT, type Dict } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Light } from '@/ui/lights/Light';
import type { LightTable, LightTableCheck } from '@/ui/lights/types';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';

/** By what projects are lit: the colours with their meaning, and the rules. */
export default function RulesPage() {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const table = useQuery({ queryKey: ['light-table'], queryFn: ({ signal }) => api.get<LightTable>('/api/v1/light-table', undefined, signal) });
  const data = table.data;
  return (
    <Page
      title={t.light.rules}
      crumbs={[{ label: t.light.title, to: paths.lights }]}
      sub={data && source(t, data)}
      actions={
        data && (
          <ActionButton action={data.actions['publish']} onClick={() => setEditing(true)}>
            {t.light.edit}
          </ActionButton>
        )
      }
    >
      <p className="soft">{t.light.rulesHint}</p>
      <Shown of={table} rows={12}>
        {(all) => (
          <div className="stack">
            <section className="panel" aria-label={t.light.colours}>
              <h2>{t.light.colours}</h2>
              <PlainTable
                label={t.light.colours}
                rows={all.colours}
                rowKey={(one) => one.colour}
                columns={[
                  { title: t.light.colour, head: true, cell: (one) => <Light colour={one.colour} label={one.name} /> },
                  { title: t.light.meaning, cell: (one) => one.meaning },
                  { title: t.light.rulesCount, right: true, cell: (one) => all.rules.filter((rule) => rule.colour === one.colour).length || t.light.otherwise },
                ]}
              />
              <p className="soft">{t.light.limits(all.override_months)}</p>
            </section>
            <section className="panel" aria-label={t.light.rules}>
              <h2>{t.light.rules}</h2>
              <PlainTable
                label={t.light.rules}
                rows={all.rules}
                rowKey={(rule) => `${rule.rule}${rule.colour}${rule.stages.join()}`}
                columns={[
                  { title: t.light.condition, head: true, cell: (rule) => rule.rule },
                  { title: t.light.stage, cell: (rule) => rule.stages.map((stage) => word(t, 'stage', stage)).join(t.project.listComma) || t.light.allStages },
                  { title: t.light.colour, cell: (rule) => <Light colour={rule.colour} /> },
                  { title: t.light.basis, cell: (rule) => rule.basis },
                ]}
              />
            </section>
          </div>
        )}
      </Shown>
      {editing && data && <Editor table={data} close={() => setEditing(false)} />}
    </Page>
  );
}

function source(t: Dict, table: LightTable) {
  if (table.version === 0) return t.light.standard;
  const by = [table.recorded_by?.name, table.recorded_at && instant(table.recorded_at)].filter(Boolean).join(' · ');
  return `${table.name} · ${t.light.version(table.version, table.from_month ?? '')} · ${by}`;
}

/** The table as text: checked with the line of every fault, then put in force. */
function Editor({ table, close }: { table: LightTable; close: () => void }) {
  const t = useT();
  const [text, setText] = useState(table.text);
  const [found, setFound] = useState<LightTableCheck | null>(null);
  const check = useWrite((body: { text: string }, key) => api.post<LightTableCheck>('/api/v1/light-table/check', body, key), { onDone: setFound });
  const publish = useWrite((body: { text: string; version: number }, key) => api.post<LightTable>('/api/v1/light-table', body, key), {
    said: t.light.published,
    refresh: [['light-table'], ['light-month'], ['lights']],
    onDone: close,
  });
  const reason = text === table.text ? t.project.gatesSame : found?.ok ? undefined : t.project.gatesCheckFirst;
  return (
    <Drawer
      open
      title={t.light.edit}
      size="large"
      onClose={close}
      footer={
        <div className="drawer-foot">
          <Button loading={check.isPending} onClick={() => check.mutate({ text })}>
            {t.project.gatesCheck}
          </Button>
          <ActionButton type="primary" loading={publish.isPending} disabledReason={reason} onClick={() => publish.mutate({ text, version: table.version })}>
            {t.project.gatesPublish}
          </ActionButton>
        </div>
      }
    >
      <p className="soft">{t.light.editHint}</p>
      <div role="status">
        {found?.ok && <p className="tag good">{t.project.gatesSound}</p>}
        {found && !found.ok && (
          <ul className="rows">
            {found.findings.map((one) => (
              <li key={`${one.line}${one.code}`}>
                <span className="tag bad">{t.project.gatesLine(one.line)}</span>
                <span className="grow">{one.message}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Input.TextArea
        aria-label={t.light.text}
        className="mono"
        spellCheck={false}
        value={text}
        autoSize={{ minRows: 16, maxRows: 40 }}
        onChange={(event) => {
          setText(event.target.value);
          setFound(null);
        }}
      />
    </Drawer>
  );
}
