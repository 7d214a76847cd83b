import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { percentBp } from '@/lib/money';
import { paths } from '@/lib/paths';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { word } from '@/ui/words';
import { originalAmount, rateText } from './amount';
import type { FundView } from './types';

/** What a receipt says, line by line; the same at the desk and on its page. */
export function FundFacts({ fund }: { fund: FundView }) {
  const t = useT();
  const original = originalAmount(fund);
  const lines: [string, ReactNode][] = [
    [t.fund.project, <AppLink key="p" to={paths.project(fund.project.id)}>{fund.project.name}</AppLink>],
    [t.fund.unit, fund.unit.name],
    [t.fund.kind, word(t, 'fundKind', fund.kind)],
    [t.fund.payer, fund.payer],
    [t.fund.slipNo, fund.slip_no || '—'],
    [t.fund.receivedOn, fund.received_on],
    ...(original ? [[t.fund.original, t.common.withUnit(`${original} × ${rateText(fund.rate_e8)}`, `${fund.rate_on} ${fund.rate_source}`)] as [string, ReactNode]] : []),
    ...(fund.source_text ? [[t.fund.sourceText, `${fund.source_text} ${t.fund.units[fund.source_unit as 'wan'] ?? fund.source_unit}`] as [string, ReactNode]] : []),
    [t.fund.claimedBy, `${fund.claimed_by?.name ?? '—'} · ${instant(fund.claimed_at)}`],
    ...(fund.typed_by && fund.typed_by.id !== fund.claimed_by?.id ? [[t.fund.typedBy, fund.typed_by.name] as [string, ReactNode]] : []),
    ...(fund.note ? [[t.common.note, fund.note] as [string, ReactNode]] : []),
  ];
  return (
    <dl className="lines">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How the money is shared among the units once it is recognised. */
export function Credits({ fund }: { fund: FundView }) {
  if (fund.credits.length === 0) return null;
  return (
    <ul className="rows">
      {fund.credits.map((credit) => (
        <li key={credit.unit.id}>
          <span className="grow">{credit.unit.name}</span>
          <span className="num soft">{percentBp(credit.share_bp)}</span>
          <span className="num" style={{ minWidth: 110, textAlign: 'right' }}>
            <Amount fen={credit.fen} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Where the same file, slip or payment was used already. */
export function Duplicates({ fund }: { fund: FundView }) {
  const t = useT();
  if (fund.duplicates.length === 0) return <p className="soft no-gap">{t.fund.noDuplicates}</p>;
  return (
    <ul className="duplicates">
      {fund.duplicates.map((duplicate) => (
        <li key={duplicate.why + duplicate.fund.code}>
          <span className="tag warn">{t.fund.why[duplicate.why] ?? duplicate.why}</span> {duplicate.why_text}
          <div className="soft">
            {duplicate.fund.id ? <AppLink to={paths.fund(duplicate.fund.id)}>{duplicate.fund.code}</AppLink> : duplicate.fund.code}
            {[duplicate.fund.project?.name, duplicate.fund.unit.short_name || duplicate.fund.unit.name, duplicate.fund.received_on, word(t, 'fundState', duplicate.fund.state)]
              .filter(Boolean)
              .map((text) => ` · ${text}`)
              .join('')}
            {duplicate.fund.claimed_fen !== null && (
              <>
                {' · '}
                <Amount fen={duplicate.fund.claimed_fen} />
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
