import { Select } from 'antd';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { useWrite } from '@/ui/useWrite';
import type { Batch, Phases as Group } from './types';

/** Rows that are phases of one project: kept apart, or brought in as parts of one bundle. */
export function Phases({ batch }: { batch: Batch }) {
  const t = useT();
  if (batch.phases.length === 0) return null;
  return (
    <section className="panel" aria-label={t.ledger.phases}>
      <h2>{t.ledger.phases}</h2>
      <p className="soft">{t.ledger.phasesHint}</p>
      <ul className="rows">
        {batch.phases.map((group) => (
          <Choice key={group.no} batch={batch} group={group} />
        ))}
      </ul>
    </section>
  );
}

function Choice({ batch, group }: { batch: Batch; group: Group }) {
  const t = useT();
  const may = useCan()('ledger.write');
  const decide = useWrite((asParts: boolean, key) => api.put<Batch>(`/api/v1/ledger/batches/${batch.id}/phases`, { no: group.no, as_parts: asParts, version: batch.version }, key), {
    refresh: [['ledger', 'batch', batch.id]],
  });
  const open = batch.state === 'ready';
  return (
    <li>
      <div className="grow">
        {group.name}
        <div className="soft">
          {group.rows.map((one) => t.ledger.phaseRow(one.row_no, one.phase)).join(t.common.comma)}
          {group.head_row !== null && ` · ${t.ledger.phaseHead(group.head_row)}`}
        </div>
        {!group.join.ok && <div className="soft">{group.join.reason}</div>}
      </div>
      {open && may && group.join.ok ? (
        <Select
          aria-label={`${group.name} ${t.ledger.phasesAs}`}
          value={group.as_parts}
          loading={decide.isPending}
          disabled={decide.isPending}
          popupMatchSelectWidth={false}
          options={[
            { value: false, label: t.ledger.phasesApart },
            { value: true, label: t.ledger.phasesTogether },
          ]}
          onChange={(asParts: boolean) => decide.mutate(asParts)}
        />
      ) : (
        <span className="tag">{group.as_parts ? t.ledger.phasesTogether : t.ledger.phasesApart}</span>
      )}
    </li>
  );
}
