import { useT } from '@/i18n';
import { word } from '../words';

const tones: Record<string, string> = { strong: 'good', fair: 'accent', weak: 'warn', gap: 'bad' };

/** How strong the district is on a link, by colour and word. */
export function Strength({ of }: { of: string }) {
  const t = useT();
  return <span className={`tag ${tones[of] ?? ''}`}>{word(t, 'chainStrength', of)}</span>;
}

const outcomes: Record<string, string> = { to_contact: '', contacted: 'accent', visiting: 'accent', project: 'good', given_up: '' };

export function Outcome({ of, overdue }: { of: string; overdue: boolean }) {
  const t = useT();
  return (
    <span className="tags nowrap">
      <span className={`tag ${outcomes[of] ?? ''}`}>{word(t, 'chainOutcome', of)}</span>
      {overdue && <span className="tag bad">{t.chain.overdue}</span>}
    </span>
  );
}

const results: Record<string, string> = { agreement: 'good', interest: 'accent', none: '' };

export function Result({ of }: { of: string }) {
  const t = useT();
  return <span className={`tag ${results[of] ?? ''}`}>{word(t, 'chainResult', of)}</span>;
}
