import { money, parseMoney } from '@/lib/money';
import type { Measure } from './types';

/** A target's number for reading: 亿元 for money, a count otherwise. */
export const valueText = (measure: Measure, value: number): string => (measure === 'funds' ? money(value, 'yi') : value.toLocaleString('en-US'));

/** Points as printed, with a minus sign where there is one; nothing deducted is nought, not minus nought. */
export const pointsText = (text: string): string => (/^-0(\.0+)?$/.test(text) ? text.slice(1) : text.replace(/^-/, '−'));

/** What was typed, as the number that is stored: fen for money. Null when it is none, or negative. */
export function readValue(measure: Measure, text: string): number | null {
  if (measure === 'funds') {
    const fen = parseMoney(text, 'yi');
    return fen === null || fen < 0n || fen > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(fen);
  }
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
}
