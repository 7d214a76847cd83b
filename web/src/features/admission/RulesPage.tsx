import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import type { RuleTable } from '@/ui/admissions/types';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { TableEditor } from '@/ui/TableEditor';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';

/** 联审办法: by kind and amount, whose opinion is asked, in how many days, whether a meeting decides. */
export default function RulesPage() {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const rules = useQuery({ queryKey: ['admission-rules'], queryFn: ({ signal }) => api.get<RuleTable>('/api/v1/admission-rules', undefined, signal) });
  const data = rules.data;
  const kinds = Object.keys(t.words.kind).length;
  const wan = t.common.unitName.wan;
  return (
    <Page
      title={t.admission.rules}
      crumbs={[{ label: t.admission.title, to: paths.admissions }]}
      sub={data && `${data.name} · ${data.version === 0 ? t.admission.rulesStandard : t.admission.rulesBy(data.recorded_by?.name ?? '', instant(data.recorded_at ?? ''))}`}
      actions={
        data && (
          <ActionButton action={data.publish} onClick={() => setEditing(true)}>
            {t.admission.rulesEdit}
          </ActionButton>
        )
      }
    >
      <p className="soft">{t.admission.rulesHint}</p>
      <section className="panel" aria-label={t.admission.rules}>
        <Shown of={rules} rows={6}>
          {(table) => (
            <PlainTable
              label={t.admission.rules}
              rows={table.rules}
              rowKey={(row) => row.name}
              columns={[
                { title: t.admission.ruleName, head: true, cell: (row) => row.name },
                { title: t.common.withUnit(t.admission.ruleFrom, wan), right: true, cell: (row) => money(row.from_fen, 'wan', 0) },
                { title: t.admission.ruleKinds, cell: (row) => (row.kinds.length === kinds ? t.admission.allKinds : row.kinds.map((kind) => word(t, 'kind', kind)).join(t.common.comma)) },
                { title: t.admission.ruleOpinions, cell: (row) => row.opinions.map((subject) => word(t, 'subject', subject)).join(t.common.comma) },
                { title: t.admission.ruleDays, right: true, cell: (row) => row.days },
                { title: t.admission.ruleMeeting, cell: (row) => (row.meeting ? t.common.yes : t.common.no) },
              ]}
            />
          )}
        </Shown>
      </section>
      {editing && data && <Editor table={data} close={() => setEditing(false)} />}
    </Page>
  );
}

function Editor({ table, close }: { table: RuleTable; close: () => void }) {
  const t = useT();
  const write = useWrite((body: { text: string; version: number }, key) => api.put<RuleTable>('/api/v1/admission-rules', body, key), {
    said: t.admission.rulesSaved,
    refresh: [['admission-rules']],
    onDone: close,
  });
  return <TableEditor title={t.admission.rulesEdit} label={t.admission.rulesText} text={table.text} save={t.admission.rulesSave} saving={write.isPending} onSave={(text) => write.mutate({ text, version: table.version })} close={close} />;
}
