import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import type { ClaimRecord } from './types';

/** What was done with a claim, the latest first. */
export function Log({ entries }: { entries: ClaimRecord['log'] }) {
  const t = useT();
  return (
    <section className="panel" aria-label={t.claim.log}>
      <h2>{t.claim.log}</h2>
      <ol className="log">
        {entries.map((entry) => (
          <li key={entry.no}>
            <span className="num soft nowrap">{entry.happened_on}</span>
            <div>
              <strong>{t.claim.acts[entry.act] ?? entry.act}</strong> {entry.text}
              <div className="soft">{[entry.done_by?.name, instant(entry.done_at)].filter(Boolean).join(' · ')}</div>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
