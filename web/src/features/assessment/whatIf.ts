import type { UnitRef } from '@/api/types';
import type { Measure } from './types';

export const KINDS = ['receipt', 'project', 'talent', 'institute', 'target', 'without'] as const;
export type Kind = (typeof KINDS)[number];

/** A supposition as it is typed. */
export interface Supposed {
  kind: Kind;
  unit?: string | null;
  fen?: number | null;
  industry?: string | null;
  /** Of a receipt: its rules and shares hold. */
  project?: string | null;
  on?: string | null;
  measure?: Measure;
  value?: number | null;
  fund?: string | null;
}

export interface Standing {
  total_text: string;
  total_line: string;
  rank: number | null;
  of: number;
  outcome: string | null;
}
export interface ChangedItem {
  code: string;
  name: string;
  before_text: string | null;
  before_line: string | null;
  after_text: string | null;
  after_line: string | null;
  difference_text: string;
}
export interface WhatIfRow {
  unit: UnitRef;
  group: string;
  before: Standing | null;
  after: Standing | null;
  difference_text: string;
  places: number | null;
  supposed: boolean;
  items: { code: string; difference_text: string | null }[];
  rest_text: string;
  changed: ChangedItem[];
}
interface SchemeOf {
  id: string;
  name: string;
  version: number;
  state: string;
}
export interface WhatIf {
  year: number;
  as_of: string;
  before: SchemeOf;
  after: SchemeOf;
  /** The scheme itself says what money counts. */
  by_rules: boolean;
  supposed: { entry: string; kind: Kind; text: string; counts: boolean; line: string | null }[];
  rows: WhatIfRow[];
  items: { code: string; name: string; difference_text: string }[];
  rest_text: string;
  before_text: string;
  after_text: string;
  difference_text: string;
  gains: number;
  losses: number;
  same: number;
  missing: { message: string }[];
}

/** The entry of an address, or nothing while something is missing. */
export function entry(of: Supposed, byRules = false): string | null {
  const whole = (n: number | null | undefined, least: number): n is number => n !== null && n !== undefined && Number.isSafeInteger(n) && n >= least;
  if (of.kind === 'without') return of.fund ? `without~${of.fund}` : null;
  if (!of.unit) return null;
  if (of.kind === 'target') return of.measure && whole(of.value, 0) ? `target~${of.unit}~${of.measure}~${of.value}` : null;
  const counted = of.kind === 'talent' || of.kind === 'institute';
  if (!counted && !whole(of.fen, 1)) return null;
  if (of.kind === 'receipt' && of.project) return [of.kind, of.unit, String(of.fen), '', of.on ?? '', of.project].join('~');
  if (of.kind === 'receipt' && byRules) return null;
  return [of.kind, of.unit, counted ? '' : String(of.fen), of.industry ?? '', of.on ?? ''].join('~');
}

/** The address with one entry more. */
export const more = (all: string | undefined, one: string): string => [...(all ? all.split(',') : []), one].join(',');

/** The address without its n-th entry. */
export const without = (all: string, at: number): string | undefined =>
  all
    .split(',')
    .filter((_, index) => index !== at)
    .join(',') || undefined;

/** Gains and losses are told by colour, sign and word alike. */
export const toneOf = (text: string): '' | 'gain' | 'loss' => (text.startsWith('+') ? 'gain' : text.startsWith('-') ? 'loss' : '');
