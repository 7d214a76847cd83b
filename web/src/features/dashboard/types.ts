import type { UnitRef } from '@/api/types';
import type { Search } from '@/lib/search';

export interface Card {
  key: string;
  params?: Search | null;
  name: string;
  value_text: string;
  unit: string;
  note?: string | null;
  label: string;
}
export interface UnitLine {
  unit: UnitRef;
  target_fen: number | null;
  done_fen: number;
  completion: string | null;
  completion_text: string;
  lead_points_text: string;
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
export interface Dashboard {
  as_of: string;
  cards: Card[];
  pace: { done_text: string; elapsed_text: string; lead_points_text: string; sentence: string } | null;
  funnel: { stage: string; projects: number; total_fen: number; key: string; params?: Search | null }[];
  units: UnitLine[];
  structure: Part[];
  industries: Part[];
  tracks: Part[];
  months: { month: string; fen: number; entries: number; key: string; params?: Search | null }[];
}
