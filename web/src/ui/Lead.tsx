import { useT } from '@/i18n';
import './lead.css';

/** Points ahead of or behind the time elapsed: the colour, the sign and the word 超序时 / 欠序时 say the same. */
export function Lead({ text }: { text: string | null | undefined }) {
  const t = useT();
  if (!text) return <span className="soft">—</span>;
  const number = /[\d.]+/.exec(text)?.[0] ?? text;
  if (/^0(\.0+)?$/.test(number)) return <span className="num">{number}</span>;
  const behind = /^[-−]|欠|落后|慢|behind/i.test(text);
  return (
    <span className={`nowrap ${behind ? 'lag' : 'lead'}`}>
      {behind ? t.common.behind : t.common.ahead} <span className="num">{`${behind ? '−' : '+'}${number}`}</span>
    </span>
  );
}
