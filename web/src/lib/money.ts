/**
 * Money as the server sends it: whole fen (1/100 yuan) in a JSON number, exact up to
 * 2^53 (90 trillion yuan). All arithmetic here is on BigInt, never on floats.
 *
 * Units for display. Chinese offices read 万元 and 亿元; English has no such words, so
 * the English workbench keeps the same magnitudes and names them honestly:
 * 万元 = "CNY 10k", 亿元 = "CNY 100m". Digits are then the same in both languages, and a
 * figure read out from one screen can be found on the other.
 */
export type MoneyUnit = 'yuan' | 'wan' | 'yi';

/** Fen in one display unit. */
const FEN: Record<MoneyUnit, bigint> = { yuan: 100n, wan: 1_000_000n, yi: 10_000_000_000n };

/** Decimals that a ledger shows by default. */
export const DECIMALS: Record<MoneyUnit, number> = { yuan: 2, wan: 2, yi: 2 };

/** Parses what the wire may carry: a safe integer or a string of digits. */
export function toFen(value: number | string | bigint): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not whole fen: ${value}`);
    return BigInt(value);
  }
  return BigInt(value);
}

/** Groups the integer digits by three: 1234567 → 1,234,567. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `amount / scale` with fixed decimals, rounded half away from zero. */
export function fixed(amount: bigint, scale: bigint, decimals: number): string {
  const negative = amount < 0n;
  const positive = negative ? -amount : amount;
  const factor = 10n ** BigInt(decimals);
  const scaled = (positive * factor * 2n + scale) / (scale * 2n);
  const whole = grouped((scaled / factor).toString());
  const fraction = decimals === 0 ? '' : `.${(scaled % factor).toString().padStart(decimals, '0')}`;
  return `${negative && scaled !== 0n ? '-' : ''}${whole}${fraction}`;
}

/** Digits of an amount in a unit, without the unit's name; empty for no amount. */
export function money(
  fen: number | string | bigint | null | undefined,
  unit: MoneyUnit = 'wan',
  decimals: number = DECIMALS[unit],
): string {
  if (fen === null || fen === undefined) return '';
  return fixed(toFen(fen), FEN[unit], decimals);
}

/** The unit that keeps an amount readable on its own: 亿元 from one 亿, else 万元. */
export function readableUnit(fen: number | string | bigint): MoneyUnit {
  const value = toFen(fen);
  const size = value < 0n ? -value : value;
  return size >= FEN.yi ? 'yi' : 'wan';
}

/**
 * Reads what a clerk types ("1,234.5", full-width digits, 亿/万 after the number) in
 * the given unit into fen. Null when it is not a number or finer than one fen.
 */
export function parseMoney(text: string, unit: MoneyUnit): bigint | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[,，\s]/g, '')
    .replace(/元$/, '');
  const match = /^(-?)(\d+)(?:\.(\d*))?(万|亿)?$/.exec(plain);
  if (!match) return null;
  const [, sign, whole = '0', fraction = '', word] = match;
  const scale = word === '亿' ? FEN.yi : word === '万' ? FEN.wan : FEN[unit];
  const power = 10n ** BigInt(fraction.length);
  const numerator = BigInt(whole + fraction) * scale;
  if (numerator % power !== 0n) return null;
  const fen = numerator / power;
  return sign ? -fen : fen;
}

/** Digits for an input field: no grouping, no trailing zeros. */
export function moneyInput(fen: number | string | bigint | null | undefined, unit: MoneyUnit): string {
  if (fen === null || fen === undefined) return '';
  const value = toFen(fen);
  const negative = value < 0n;
  const positive = negative ? -value : value;
  const scale = FEN[unit];
  const rest = (positive % scale).toString().padStart(scale.toString().length - 1, '0').replace(/0+$/, '');
  return `${negative ? '-' : ''}${positive / scale}${rest ? `.${rest}` : ''}`;
}

/** Basis points (1/100 of a per cent) as a percentage: 6060 → "60.60%". */
export function percentBp(bp: number | null | undefined, decimals = 2): string {
  if (bp === null || bp === undefined) return '';
  return `${fixed(BigInt(Math.trunc(bp)), 100n, decimals)}%`;
}

/** `part / whole` as a percentage computed on integers; empty when whole is zero. */
export function share(part: number | bigint, whole: number | bigint, decimals = 1): string {
  const base = BigInt(whole);
  if (base === 0n) return '';
  return `${fixed(BigInt(part) * 100n, base, decimals)}%`;
}
