import { useT } from '@/i18n';
import { word } from '../words';
import type { InteractionRow } from './types';

const tone: Record<string, string> = { planned: 'accent', untold: 'warn', told: '' };

/** How far an interaction is. */
export function Standing({ standing }: { standing: string }) {
  const t = useT();
  return <span className={`tag ${tone[standing] ?? ''}`}>{word(t, 'interactionStanding', standing)}</span>;
}

/** By when the next step is due, or that it is done. */
export function NextDue({ row }: { row: InteractionRow }) {
  const t = useT();
  if (!row.next_due_on) return null;
  if (row.next_done_on) return <span className="tag good">{t.interaction.done}</span>;
  return <span className={`tag ${row.next_late ? 'bad' : ''}`}>{row.next_late ? t.interaction.late(row.next_due_on) : t.interaction.dueOn(row.next_due_on)}</span>;
}
