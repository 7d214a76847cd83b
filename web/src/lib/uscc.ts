/**
 * Unified social credit code, GB 32100-2015: 18 characters without I, O, S, V, Z;
 * the last is a check character over the first 17. The characters 9-17 are an
 * organisation code with its own check (GB 11714); some issued codes fail that inner
 * check, so it only warns.
 */
export type UsccReading = { state: 'empty' | 'partial' | 'ok' | 'inner' | 'length' | 'charset' | 'check'; code: string };

const SET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const OUTER = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const INNER_SET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const INNER = [3, 7, 9, 10, 5, 8, 4, 2];

/** Reads a code while it is typed: `partial` as long as it could still become valid. */
export function readUscc(text: string): UsccReading {
  const code = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  if (code === '') return { state: 'empty', code };
  if ([...code].some((char) => !SET.includes(char))) return { state: 'charset', code };
  if (code.length < 18) return { state: 'partial', code };
  if (code.length > 18) return { state: 'length', code };
  const sum = OUTER.reduce((total, weight, at) => total + weight * SET.indexOf(code.charAt(at)), 0);
  if (SET.charAt((31 - (sum % 31)) % 31) !== code.charAt(17)) return { state: 'check', code };
  return { state: innerHolds(code.slice(8, 17)) ? 'ok' : 'inner', code };
}

function innerHolds(code: string): boolean {
  const sum = INNER.reduce((total, weight, at) => total + weight * INNER_SET.indexOf(code.charAt(at)), 0);
  const rest = 11 - (sum % 11);
  const expected = rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
  return code.charAt(8) === expected;
}
