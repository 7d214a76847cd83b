import { useT } from '@/i18n';
import type { MovedCount } from './types';

/** How much of what moves with a record. */
export function Moves({ of }: { of: MovedCount[] }) {
  const t = useT();
  return (
    <ul className="merge-moves">
      {of.map(({ relation, rows }) => (
        <li key={relation}>
          <span>{t.merge.relations[relation] ?? relation}</span>
          <strong className="num">{rows}</strong>
        </li>
      ))}
    </ul>
  );
}
