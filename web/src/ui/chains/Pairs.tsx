import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Result } from './Strength';
import type { Pair } from './types';

const named = (organisation: { id: string; name: string } | null, readable: boolean, nameless: string) =>
  organisation === null ? <span className="soft">{nameless}</span> : readable ? <AppLink to={paths.investor(organisation.id)}>{organisation.name}</AppLink> : organisation.name;

/** Who met whom about which link, and what is next. */
export function Pairs({ label, pairs, where, end }: { label: string; pairs: Pair[]; where: (pair: Pair) => ReactNode; end?: (pair: Pair) => ReactNode }) {
  const t = useT();
  return (
    <ul className="rows" aria-label={label}>
      {pairs.map((pair) => (
        <li key={pair.id}>
          <div className="grow">
            {named(pair.firm, pair.firm_readable, t.chain.nameless)} × {named(pair.investor, true, t.chain.nameless)}
            <div className="soft">{where(pair)}</div>
            {pair.next_step && (
              <div>
                {t.chain.nextStep}
                {t.common.colon}
                {pair.next_step} {pair.due_on && <small className="num nowrap">{t.chain.by(pair.due_on)}</small>}
              </div>
            )}
          </div>
          <Result of={pair.result} />
          {end?.(pair)}
        </li>
      ))}
    </ul>
  );
}
