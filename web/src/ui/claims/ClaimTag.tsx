import { useT } from '@/i18n';
import { word } from '../words';
import type { ClaimRow } from './types';

/** How a claim stands; an open one that is contested or idle says so beside. */
export function ClaimTag({ claim }: { claim: Pick<ClaimRow, 'state' | 'contested' | 'idle'> }) {
  const t = useT();
  const tone = { open: 'good', fulfilled: 'good', overruled: 'bad' }[claim.state] ?? '';
  return (
    <span className="tags">
      <span className={`tag ${tone}`}>{word(t, 'claimState', claim.state)}</span>
      {claim.state === 'open' && claim.contested && <span className="tag bad">{t.claim.contested}</span>}
      {claim.idle && <span className="tag warn">{t.claim.idle}</span>}
    </span>
  );
}

/** Days that an open claim still protects, loud towards its end. */
export function DaysLeft({ claim }: { claim: Pick<ClaimRow, 'days_left' | 'contested' | 'reminder'> }) {
  const t = useT();
  if (claim.days_left === null) return null;
  if (claim.contested) return <span className="soft">{t.claim.stopped}</span>;
  return <span className={claim.reminder === null ? 'num' : reminderTone(claim.reminder)}>{claim.days_left}</span>;
}

const reminderTone = (days: number) => `tag ${days <= 7 ? 'bad' : 'warn'}`;

/** The reminder that is due, in words: the days are those of the district's table. */
export function ReminderTag({ claim }: { claim: Pick<ClaimRow, 'reminder'> }) {
  const t = useT();
  return claim.reminder === null ? null : <span className={reminderTone(claim.reminder)}>{t.claim.endsWithin(claim.reminder)}</span>;
}
