import type { UnitRef } from '@/api/types';

export interface LeaderRow {
  leader: string;
  projects: number;
  ongoing: number;
  total_fen: number;
  open_problems: number;
  late_problems: number;
  open_notes: number;
}
export interface LeaderCase {
  id: string;
  code: string;
  name: string;
  lead_unit: UnitRef;
  stage: string;
  status: string;
  stage_since_on: string;
  total_fen: number | null;
  progress: string;
  next_step: string;
  next_step_due_on: string | null;
  since_on: string;
  open_problems: number;
  late_problems: number;
  open_notes: number;
}
