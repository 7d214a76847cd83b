import { useT } from '@/i18n';
import { word } from '../words';

const tone: Record<string, string> = { ending: 'warn', over: 'bad' };

/** How far the keeping is from its end; said only when it is near. */
export function KeepingTag({ keeping }: { keeping: string }) {
  const t = useT();
  if (!(keeping in tone)) return null;
  return <span className={`tag ${tone[keeping]}`}>{word(t, 'contactKeeping', keeping)}</span>;
}
