import { useState } from 'react';
import { useCan } from '@/api/session';
import { useT, type Dict } from '@/i18n';
import { fixed } from '@/lib/money';
import { ActionButton } from '@/ui/ActionButton';
import '@/ui/factors.css';
import { word } from '@/ui/words';
import { IntentForm } from './IntentForm';
import { Matches } from './Matches';
import type { Intent } from './types';

/** Amounts of currencies without a smaller unit are whole already. */
const DIGITS: Record<string, number> = { JPY: 0, KRW: 0 };
/** The currency's smallest unit in 10,000 of the currency: 万元, 万美元. */
export const wanScale = (currency: string) => 10n ** BigInt(4 + (DIGITS[currency] ?? 2));

const wan = (minor: number, currency: string) => fixed(BigInt(minor), wanScale(currency), 2).replace(/\.00$/, '');

export function range(t: Dict, intent: Intent): string {
  const unit = t.profile.wanOf(intent.currency);
  const { min_minor: min, max_minor: max, currency } = intent;
  if (min === null && max === null) return '';
  if (min !== null && max !== null) return min === max ? `${wan(min, currency)} ${unit}` : `${wan(min, currency)}–${wan(max, currency)} ${unit}`;
  return min === null ? t.profile.upTo(`${wan(max!, currency)} ${unit}`) : t.profile.atLeast(`${wan(min, currency)} ${unit}`);
}

/** As the server rounds it: 1 mu is 2000/3 m². */
export const mu = (m2: number) => fixed(BigInt(Math.trunc(m2)) * 3n, 2_000n, 2);

const tone: Record<string, string> = { open: 'good', expired: 'warn', landed: 'accent', withdrawn: '' };

/** What an investor wants to invest in. */
export function Intents({ id, intents }: { id: string; intents: Intent[] }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState<Intent | 'new' | null>(null);
  const [matching, setMatching] = useState<Intent | null>(null);
  const facts = (intent: Intent): [string, React.ReactNode][] => [
    [t.profile.sectors, intent.sectors.map((one) => `${one.code} ${t.industry.name(one.code, one.name)}`).join(t.common.semicolon)],
    [t.profile.amount, range(t, intent)],
    [t.profile.land, intent.land_m2 === null ? '' : t.profile.landOf(mu(intent.land_m2), intent.land_m2.toLocaleString('en-US'))],
    [t.profile.regions, intent.regions.map((one) => one.name).join(t.common.comma)],
    [t.profile.horizon, word(t, 'horizon', intent.horizon)],
    [t.profile.validUntil, intent.valid_until],
    [t.profile.source, intent.source],
  ];
  return (
    <>
      <div className="panel-head">
        <h2>{t.profile.intents}</h2>
        {can('investor.write') && (
          <ActionButton size="small" onClick={() => setEditing('new')}>
            {t.profile.addIntent}
          </ActionButton>
        )}
      </div>
      {intents.length === 0 && <p className="soft">{t.profile.noIntents}{can('investor.write') && ` · ${t.profile.noIntentsHint}`}</p>}
      {intents.map((intent) => (
        <article key={intent.id} className="intent">
          <header>
            <p>{intent.content}</p>
            <span className={`tag ${tone[intent.standing] ?? ''}`}>{word(t, 'intentState', intent.standing)}</span>
            {can('project.read') && (
              <button type="button" className="link" onClick={() => setMatching(intent)} aria-label={`${t.profile.match} ${intent.content}`}>
                {t.profile.match}
              </button>
            )}
            {can('investor.write') && (
              <button type="button" className="link" onClick={() => setEditing(intent)} aria-label={`${t.common.edit} ${intent.content}`}>
                {t.common.edit}
              </button>
            )}
          </header>
          <dl className="facts">
            {facts(intent)
              .filter(([, value]) => value !== '')
              .map(([label, value]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </article>
      ))}
      {matching && <Matches id={id} intent={matching} close={() => setMatching(null)} />}
      {editing !== null && <IntentForm id={id} intent={editing === 'new' ? null : editing} close={() => setEditing(null)} />}
    </>
  );
}
