import type { Lang } from '@/i18n';

/** The office's clock; instants are stored in UTC and read in this zone everywhere. */
const ZONE = 'Asia/Shanghai';

/** A civil date `YYYY-MM-DD` is shown as it is: it sorts, and is the same in both languages. */
export function day(date: string | null | undefined): string {
  return date ?? '';
}

/** Instant (RFC 3339, or microseconds since the epoch) as `YYYY-MM-DD HH:mm`. */
export function instant(at: string | number | null | undefined, seconds = false): string {
  if (at === null || at === undefined || at === '') return '';
  const date = typeof at === 'number' ? new Date(at / 1000) : new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  // sv-SE writes ISO order, which reads the same in Chinese and English.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  }).format(date);
}

/** Today's civil date in the office's zone. */
export function today(now: Date = new Date()): string {
  return instant(now.toISOString()).slice(0, 10);
}

/** "3 days ago" in the reader's language; the exact time belongs in a title. */
export function ago(at: string | number, lang: Lang, now: Date = new Date()): string {
  const then = typeof at === 'number' ? at / 1000 : new Date(at).getTime();
  const seconds = Math.round((then - now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return words.format(0, 'minute');
}
