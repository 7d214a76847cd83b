import { useT, type Dict } from '@/i18n';
import type { Option } from './ledger/model';

export type Dimension = keyof Dict['words'];

/** A code in words; an unknown code as it is, so that nothing is hidden. */
export function word(t: Dict, dimension: Dimension, code: string | null | undefined): string {
  return code ? (t.words[dimension][code] ?? code) : '';
}

export const options = (t: Dict, dimension: Dimension): Option[] =>
  Object.entries(t.words[dimension]).map(([value, label]) => ({ value, label }));

type Tone = 'good' | 'warn' | 'bad' | 'accent' | '';
const tones: Record<string, Tone> = {
  claimed: 'accent', returned: 'warn', recognised: 'good', rejected: 'bad', withdrawn: '',
  submitted: 'accent', granted: 'good', not_needed: '',
  precheck: 'accent', opinions: 'accent', meeting: 'accent', passed: 'good', supplement: 'warn', deferred: 'warn',
  clear: 'good', risk: 'bad', not_applicable: '', agree: 'good', conditional: 'warn', against: 'bad',
  due: '', partly: 'accent', performed: 'good', broken: 'bad', waived: '',
  applied: 'accent', approved: 'good', refused: 'bad',
  candidate: '', chosen: 'good',
  offered: 'warn', accepted: 'accent', confirmed: 'good', declined: 'bad', expired: '',
  lapsed: '', released: '', fulfilled: 'good', overruled: 'bad', referred: '',
  waiting: 'warn', void: '', decided: 'accent', appealed: 'warn', final: 'good',
  open: 'warn', answered: 'accent', closed: 'good',
  ongoing: '', on_hold: 'warn', lost: 'bad', terminated: 'bad', transferred: '', merged: '', left: 'warn',
  reading: 'accent', ready: 'accent', importing: 'accent', imported: 'good', undone: '', failed: 'bad',
  in_force: 'good', draft: '', retired: '',
  noticed: 'accent', published: 'accent', reopened: '', undecided: 'warn', outside_window: '', next: 'accent',
};

/** A state as a coloured word; the word alone is enough. */
export function StateTag({ dimension, code }: { dimension: Dimension; code: string | null | undefined }) {
  const t = useT();
  if (!code) return null;
  return <span className={`tag ${dimension === 'stage' ? 'accent' : (tones[code] ?? '')}`}>{word(t, dimension, code)}</span>;
}
