import { useT } from '@/i18n';
import { word } from '../words';

/** A, B or C: a letter and a colour. */
export function Grade({ grade }: { grade: string | null }) {
  const t = useT();
  if (!grade) return null;
  return <span className={`tag ${grade === 'a' ? 'accent' : ''}`}>{word(t, 'grade', grade)}</span>;
}

const tones: Record<string, string> = { warned: 'warn', due: 'warn', proposed: 'bad', extended: 'accent' };

/** How near a project that stands still is to leaving. */
export function Stillness({ state }: { state: string }) {
  const t = useT();
  return <span className={`tag ${tones[state] ?? ''}`}>{word(t, 'stillness', state)}</span>;
}
