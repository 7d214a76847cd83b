import './lights.css';
import { useT } from '@/i18n';
import { word } from '../words';

/** A light: colour and word. Dashed when somebody set it. */
export function Light({ colour, label, overridden }: { colour: string; label?: string | undefined; overridden?: boolean }) {
  const t = useT();
  const text = label ?? word(t, 'lightColour', colour);
  return (
    <span className={`light light-${colour} ${overridden ? 'light-set' : ''}`} title={overridden ? t.light.overridden : undefined}>
      {text}
      {overridden && <span className="visually-hidden"> {t.light.overridden}</span>}
    </span>
  );
}
