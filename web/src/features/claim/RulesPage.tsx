import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { TableEditor } from '@/ui/TableEditor';
import { useWrite } from '@/ui/useWrite';
import type { Terms } from './types';

/** 首报首谈规则: how long everything lasts. */
export default function RulesPage() {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const rules = useQuery({ queryKey: ['claim-rules'], queryFn: ({ signal }) => api.get<Terms>('/api/v1/claim-rules', undefined, signal) });
  const data = rules.data;
  return (
    <Page
      title={t.claim.rules}
      crumbs={[{ label: t.claim.title, to: paths.claims }]}
      sub={data && `${data.name} · ${data.version === 0 ? t.admission.rulesStandard : t.admission.rulesBy(data.recorded_by?.name ?? '', instant(data.recorded_at ?? ''))}`}
      actions={
        data && (
          <ActionButton action={data.publish} onClick={() => setEditing(true)}>
            {t.claim.rulesEdit}
          </ActionButton>
        )
      }
    >
      <p className="soft">{t.claim.rulesHint}</p>
      <section className="panel" aria-label={t.claim.rules}>
        <Shown of={rules} rows={6}>
          {(terms) => (
            <PlainTable
              label={t.claim.rules}
              rows={rowsOf(terms)}
              rowKey={([key]) => key}
              columns={[
                { title: t.claim.ruleName, head: true, cell: ([key]) => t.claim.terms[key] },
                { title: t.claim.ruleValue, right: true, cell: ([, value]) => value },
                { title: t.claim.ruleUnit, cell: ([, , unit]) => t.claim.termUnits[unit] },
              ]}
            />
          )}
        </Shown>
      </section>
      {editing && data && <Editor terms={data} close={() => setEditing(false)} />}
    </Page>
  );
}

const rowsOf = (terms: Terms): [string, string, string][] => [
  ['validity_days', String(terms.validity_days), 'days'],
  ['renewals', String(terms.renewals), 'times'],
  ['renewal_days', String(terms.renewal_days), 'days'],
  ['renew_within_days', String(terms.renew_within_days), 'days'],
  ['remind_days', terms.remind_days.join(' / '), 'days'],
  ['idle_warn_days', String(terms.idle_warn_days), 'days'],
  ['idle_release_days', String(terms.idle_release_days), 'days'],
  ['open_per_person', String(terms.open_per_person), 'items'],
  ['upward_wan', terms.upward_wan.toLocaleString('en-US'), 'wan'],
  ['decision_days', String(terms.decision_days), 'workdays'],
  ['appeal_days', String(terms.appeal_days), 'days'],
];

function Editor({ terms, close }: { terms: Terms; close: () => void }) {
  const t = useT();
  const write = useWrite((text: string, key) => api.post<Terms>('/api/v1/claim-rules', { text, version: terms.version }, key), {
    said: t.claim.rulesSaved,
    refresh: [['claim-rules']],
    onDone: close,
  });
  return <TableEditor title={t.claim.rulesEdit} label={t.claim.rulesText} text={terms.text} save={t.admission.rulesSave} saving={write.isPending} onSave={(text) => write.mutate(text)} close={close} />;
}
