/** Credit shares are whole basis points; people write per cent with up to two decimals. */
export function parsePercent(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.normalize('NFKC').replace(/[%\s]/g, ''));
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** 3333 → "33.33", 5000 → "50". */
export function percentText(bp: number): string {
  const rest = String(bp % 100).padStart(2, '0').replace(/0+$/, '');
  return `${Math.trunc(bp / 100)}${rest ? `.${rest}` : ''}`;
}
