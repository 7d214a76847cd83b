import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { PlainTable } from '@/ui/PlainTable';
import { StateTag } from '@/ui/words';
import type { Step } from './StepDialog';
import type { Anomaly } from './types';

const tones: Record<string, string> = { open: 'warn', returned: 'bad', cleared: 'good' };

/** One signal: what it says, what was decided, and its rows when they are opened. */
export function Signal({ signal, act }: { signal: Anomaly; act: (step: Step) => void }) {
  const t = useT();
  const cleared = signal.state === 'cleared';
  return (
    <li>
      <div className="signal">
        <div className="grow">
          <div>
            <span className="tags">
              <span className={`tag ${tones[signal.state] ?? ''}`}>{signal.state_text}</span>
              <span className="tag">{signal.rule_name}</span>
            </span>{' '}
            {signal.sentence}
          </div>
          {signal.decided && (
            <div className="soft">
              {t.anomaly.decided(signal.decided.act, signal.decided.decided_by?.name ?? '', signal.decided.decided_on)}: {signal.decided.reason}
            </div>
          )}
        </div>
        {cleared ? (
          <ActionButton size="small" action={signal.reopen} onClick={() => act('reopen')} aria-label={`${t.anomaly.reopen} ${signal.sentence}`}>
            {t.anomaly.reopen}
          </ActionButton>
        ) : (
          <ActionButton size="small" action={signal.clear} onClick={() => act('clear')} aria-label={`${t.anomaly.clear} ${signal.sentence}`}>
            {t.anomaly.clear}
          </ActionButton>
        )}
      </div>
      <details>
        <summary>
          {t.anomaly.rows} {signal.rows_total}
        </summary>
        <PlainTable
          label={t.anomaly.rowsOf(signal.sentence)}
          rows={signal.rows}
          rowKey={(row) => row.fund_id ?? row.project.id}
          columns={[
            { title: t.anomaly.project, head: true, cell: (row) => <AppLink to={paths.project(row.project.id)}>{row.project.name}</AppLink> },
            { title: t.anomaly.entry, cell: (row) => row.fund_id && <AppLink to={paths.fund(row.fund_id)}>{row.code}</AppLink> },
            { title: t.anomaly.unit, cell: (row) => row.unit.short_name || row.unit.name },
            { title: t.anomaly.payer, cell: (row) => row.payer },
            { title: t.anomaly.day, cell: (row) => <span className="num nowrap">{row.on}</span> },
            { title: t.anomaly.amount, right: true, cell: (row) => money(row.amount_fen) },
            { title: t.anomaly.status, cell: (row) => <StateTag dimension={row.fund_id ? 'fundState' : 'status'} code={row.state} /> },
          ]}
        />
        {signal.rows_total > signal.rows.length && <p className="soft">{t.anomaly.moreRows(signal.rows.length, signal.rows_total)}</p>}
      </details>
    </li>
  );
}
