import type { Search } from '@/lib/search';

export interface Card {
  key: string;
  params?: Search | null;
  name: string;
  value_text: string;
  unit: string;
  note?: string | null;
}
export interface UnitLine {
  unit: { id: string; name: string };
  target_fen: number | null;
  done_fen: number;
  completion: string | null;
  completion_text: string | null;
  lead_points_text: string | null;
  rank: number | null;
  key: string;
  params?: Search | null;
}
export interface Part {
  code: string;
  name: string;
  projects: number;
  share_text: string;
  total_fen: number;
  amount_share_text: string;
  key: string;
  params?: Search | null;
}
/** A track's target is a count, except for capital, where projects are counted against none. */
export interface TrackLine {
  code: string;
  name: string;
  projects: number;
  target: number | null;
  completion_text: string | null;
  fen: number;
  key: string;
  params?: Search | null;
}
export interface Dashboard {
  from: string;
  to: string;
  as_of: string;
  cards: Card[];
  pace: { done_text: string; elapsed_text: string; lead_points_text: string; sentence: string } | null;
  funnel: { stage: string; projects: number; total_fen: number; key: string; params?: Search | null }[];
  units: UnitLine[];
  structure: Part[];
  industries: Part[];
  tracks: TrackLine[];
  /** 招商口径，非统计口径 */
  label: string;
  /** Totals that are not the sum of their parts, in sentences. */
  mismatches: string[];
  months: { month: string; fen: number; entries: number; key: string; params?: Search | null }[];
}
