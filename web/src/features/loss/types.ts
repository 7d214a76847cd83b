import type { PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface LossGroup {
  code: string;
  name: string;
  projects: number;
  with_total: number;
  total_fen: number;
}

export interface LossAnalysis {
  from: string;
  to: string;
  as_of: string;
  projects: number;
  with_total: number;
  total_fen: number;
  by_reason: LossGroup[];
  by_winner: LossGroup[];
  by_stage: LossGroup[];
}

export interface LossRow {
  project: ProjectRef;
  lead_unit: UnitRef;
  detail: string;
  no: number;
  status: string;
  reason: string;
  winner_area: { code: string; name: string } | null;
  winner: string;
  lesson: string;
  stage: string;
  total_fen: number | null;
  ended_on: string;
  recorded_by: PersonRef | null;
}
