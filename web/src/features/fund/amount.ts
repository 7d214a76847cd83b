import { fixed } from '@/lib/money';

/** Currencies whose smallest unit is the unit itself. */
const WHOLE = new Set(['JPY', 'KRW']);
/** Scale of a stored rate: 1 unit of the currency in yuan × 10^8. */
const RATE = 100_000_000n;

/** `USD 2,000.00` as on the slip; nothing for yuan, which the other columns say. */
export function originalAmount({ currency, minor }: { currency: string; minor: number }): string {
  if (currency === 'CNY') return '';
  const whole = WHOLE.has(currency);
  return `${currency} ${fixed(BigInt(minor), whole ? 1n : 100n, whole ? 0 : 2)}`;
}

/** An amount in hundredths, whatever the currency's smallest unit is. */
export const minorAsFen = ({ currency, minor }: { currency: string; minor: number }): bigint => BigInt(minor) * (WHOLE.has(currency) ? 100n : 1n);

/** `6.1245` out of 612450000. */
export function rateText(e8: number): string {
  const text = fixed(BigInt(e8), RATE, 8).replace(/,/g, '');
  return text.replace(/(\.\d{2}\d*?)0+$/, '$1');
}

/**
 * What a typed amount comes to in fen: digits × 元/万元/亿元 × rate, rounded half away
 * from zero as the server does. Null while something is missing or unreadable.
 */
export function inFen(amount: string, unit: string, rate: string): bigint | null {
  const number = decimal(amount);
  const factor = decimal(rate);
  if (!number || !factor) return null;
  const times = unit === 'yi' ? 10_000_000_000n : unit === 'wan' ? 1_000_000n : 100n;
  const numerator = number.digits * factor.digits * times;
  const scale = 10n ** BigInt(number.places + factor.places);
  return (numerator * 2n + scale) / (scale * 2n);
}

function decimal(text: string): { digits: bigint; places: number } | null {
  const match = /^(\d{1,15})(?:\.(\d{1,8}))?$/.exec(text.normalize('NFKC').replace(/[,\s]/g, ''));
  if (!match) return null;
  const [, whole = '0', fraction = ''] = match;
  return { digits: BigInt(whole + fraction), places: fraction.length };
}
