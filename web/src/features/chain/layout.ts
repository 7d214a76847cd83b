import type { Link } from '@/ui/chains/types';
import { TIERS } from './queries';

export interface Placed {
  link: Link;
  /** 0 for a link of the chain itself, 1 for a part of it … */
  depth: number;
  /** Its place in its column, from 0. */
  row: number;
  /** The place of the link that it is a part of. */
  above: number | null;
}

/** Links of each tier in their order, parts right below the link that they are of. */
export function columns(links: Link[]): { tier: string; placed: Placed[] }[] {
  return TIERS.map((tier) => {
    const placed: Placed[] = [];
    const put = (parent: string | null, depth: number, above: number | null) => {
      for (const link of links) {
        if (link.tier !== tier || link.parent_id !== parent) continue;
        const row = placed.length;
        placed.push({ link, depth, row, above });
        put(link.id, depth + 1, row);
      }
    };
    put(null, 0, null);
    return { tier, placed };
  });
}

/** A text that fits into so many pixels: a Chinese character is as wide as the font is high, a Latin one about half. */
export function fitted(text: string, width: number, size: number): string {
  const of = (char: string) => (/[\u2e80-\uffff]/.test(char) ? size : size * 0.56);
  let left = width;
  const chars = [...text];
  for (const [at, char] of chars.entries()) {
    left -= of(char);
    if (left < 0) return `${chars.slice(0, Math.max(1, at - 1)).join('')}…`;
  }
  return text;
}
