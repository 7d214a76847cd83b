import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT, type Dict } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';
import type { GateCheck, Gates } from './types';

/** The stages in their order: who goes through them, what each needs, and from whom. */
export default function StagesPage() {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const gates = useQuery({ queryKey: ['gates'], queryFn: ({ signal }) => api.get<Gates>('/api/v1/gates', undefined, signal) });
  const data = gates.data;
  return (
    <Page
      title={t.project.gates}
      crumbs={[{ label: t.project.title, to: paths.projects }]}
      sub={data && source(t, data)}
      actions={
        data && (
          <ActionButton action={data.actions['publish']} onClick={() => setEditing(true)}>
            {t.project.gatesEdit}
          </ActionButton>
        )
      }
    >
      <p className="soft">{t.project.gatesHint}</p>
      <Shown of={gates} rows={12}>
        {(table) => (
          <div className="stack">
            {table.stages.map((one, index) => (
              <section key={one.stage} className="panel" aria-label={word(t, 'stage', one.stage)}>
                <div className="panel-head">
                  <h2>
                    <span className="num soft">{index + 1}</span> {word(t, 'stage', one.stage)}
                  </h2>
                  <span className="soft">{t.project.gatesKinds(kindsText(t, one.kinds, table))}</span>
                </div>
                {one.needs.length === 0 ? (
                  <p className="soft">{t.project.gatesNothing}</p>
                ) : (
                  <PlainTable
                    label={word(t, 'stage', one.stage)}
                    rows={one.needs}
                    rowKey={(need) => `${need.what}${need.text}${need.kinds.join()}`}
                    columns={[
                      { title: t.project.gatesHead.need, width: 38, head: true, cell: (need) => need.text },
                      { title: t.project.gatesHead.what, width: 10, cell: (need) => t.project.needWhat[need.what] ?? need.what },
                      {
                        title: t.project.gatesHead.kinds,
                        width: 37,
                        cell: (need) => {
                          const kinds = need.kinds.length === one.kinds.length ? t.project.gatesAllKinds : kindsText(t, need.kinds, table);
                          return need.over_fen > 0 ? `${kinds} · ${t.project.gatesOver(money(need.over_fen, 'yi'))}` : kinds;
                        },
                      },
                      { title: t.project.gatesHead.from, width: 15, cell: (need) => need.from_text },
                    ]}
                  />
                )}
              </section>
            ))}
          </div>
        )}
      </Shown>
      {editing && data && <GatesEditor gates={data} close={() => setEditing(false)} />}
    </Page>
  );
}

function source(t: Dict, gates: Gates) {
  if (gates.version === 0) return t.project.gatesStandard;
  return `${gates.name} · ${t.project.gatesVersion(gates.version)} · ${[gates.recorded_by?.name, gates.recorded_at && instant(gates.recorded_at)].filter(Boolean).join(' · ')}`;
}

function kindsText(t: Dict, kinds: string[], gates: Gates): string {
  const all = gates.stages[0]?.kinds ?? [];
  if (kinds.length === all.length) return t.project.gatesAllKinds;
  return kinds.map((kind) => word(t, 'kind', kind)).join(t.project.listComma);
}

/** The table as text: checked with the line of every fault, then put in force. */
function GatesEditor({ gates, close }: { gates: Gates; close: () => void }) {
  const t = useT();
  const [text, setText] = useState(gates.text);
  const [found, setFound] = useState<GateCheck | null>(null);
  const check = useWrite((body: { text: string }, key) => api.post<GateCheck>('/api/v1/gates/check', body, key), { onDone: setFound });
  const publish = useWrite((body: { text: string; version: number }, key) => api.post<Gates>('/api/v1/gates', body, key), {
    said: t.project.gatesPublished,
    refresh: [['gates'], ['projects']],
    onDone: close,
  });
  return (
    <Drawer
      open
      title={t.project.gatesEdit}
      size="large"
      onClose={close}
      footer={
        <div className="drawer-foot">
          <Button loading={check.isPending} onClick={() => check.mutate({ text })}>
            {t.project.gatesCheck}
          </Button>
          <ActionButton
            type="primary"
            loading={publish.isPending}
            disabledReason={text === gates.text ? t.project.gatesSame : found?.ok ? undefined : t.project.gatesCheckFirst}
            onClick={() => publish.mutate({ text, version: gates.version })}
          >
            {t.project.gatesPublish}
          </ActionButton>
        </div>
      }
    >
      <p className="soft">{t.project.gatesEditHint}</p>
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
        aria-label={t.project.gatesText}
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
