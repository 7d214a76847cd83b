import type { UnitRef } from '@/api/types';

export const MEASURES = ['funds', 'projects', 'talents', 'institutes'] as const;
export type Measure = (typeof MEASURES)[number];

export interface ScoreItem {
  code: string;
  name: string;
  points_text: string;
  max_text: string | null;
  /** How the rule is called. */
  rule: string;
  /** 得分 = 完成 ÷ 目标 = 82.30% × 20分 = 16.46分 */
  line: string;
  missing_line: string | null;
  /** Why nothing single is missing. */
  no_step_line: string | null;
  rows_key: string | null;
  rows_params?: Record<string, string> | null;
  /** On a unit's card: how many rows there are, of which a page is given. */
  rows_total?: number;
  rows?: { title: string; amount_text?: string | null; date?: string | null; url?: string | null }[];
}
export interface UnitScore {
  unit: UnitRef;
  rank: number | null;
  /** How many take places in the group. */
  of: number;
  total_text: string;
  /** 总分 = 基础分 … + 加分 … */
  total_line: string;
  /** 优秀, 良好 … */
  outcome: string | null;
  items: ScoreItem[];
  target_fen: number | null;
  done_fen: number | null;
  completion_text: string | null;
  lead_points_text: string | null;
  needed_rate_fen: number | null;
  needed_rate_text: string | null;
  /** Why the total is void or capped. */
  vetoed: string | null;
}
interface ScoreHead {
  /** None while no scheme is in force. */
  scheme: { id: string; name: string; version: number } | null;
  as_of: string;
  progress: { elapsed_text: string };
  missing: { message: string }[];
}
export interface Scores extends ScoreHead {
  groups: { code: string; name: string; units: UnitScore[] }[];
}
export interface ScoreCard extends ScoreHead, UnitScore {
  group: string;
}

export const OWNERS = ['district', 'province', 'city', 'county', 'unit'] as const;
export const LEVELS = ['plain', 'must', 'strive'] as const;

export interface Target {
  unit: UnitRef;
  measure: Measure;
  year: number;
  /** Who set it, and how firmly; forecasts have neither. */
  owner?: string;
  level?: string;
  parts?: Record<string, number>;
  /** The version in force on the day asked for. */
  in_force?: number | null;
  version: number;
  /** Fen for funds, a count otherwise. */
  value: number;
  decided_on?: string;
  declared_on?: string;
  note?: string;
  history?: { version: number; value: number; parts?: Record<string, number>; decided_on?: string; declared_on?: string; note?: string; recorded_by?: string | null; recorded_at?: string }[];
}

export interface Return {
  unit: UnitRef;
  month: string;
  due_on: string;
  submitted_on: string | null;
}

export interface Decision {
  id: string;
  unit: UnitRef;
  year: number;
  item: string;
  /** As the scheme in force calls it, with the unit of its figure. */
  name: string;
  figure_unit: string;
  /** Decimal; empty for confirmed fraud. */
  points: string;
  minutes_no: string;
  reason: string;
  decided_on: string;
}

/** What may be decided by the scheme in force. */
export interface DecisionChoice {
  code: string;
  name: string;
  kind: 'rating' | 'figure' | 'target' | 'fraud';
  unit: string;
  most_text: string | null;
}

export interface SchemeRow {
  id: string;
  code: string;
  version: number;
  name: string;
  year: number;
  state: 'draft' | 'in_force' | 'retired';
  updated_at?: string;
}
export interface Finding {
  severity: 'error' | 'warning';
  line: number;
  column: number;
  code: string;
  message: string;
}
export interface Scheme extends SchemeRow {
  text: string;
  findings: Finding[];
}
