import type { UnitRef } from '@/api/types';

export interface RateView {
  rate: string;
  projects: number;
  fen: number;
  by_number: string;
  by_amount: string;
}
export interface CohortView {
  projects: number;
  fen: number;
  without_amount: number;
  terminated: number;
  rates: RateView[];
}
export interface RatesView {
  from: string;
  to: string;
  as_of: string;
  basis: string;
  event_name: string | null;
  cohort: CohortView;
  units: { unit: UnitRef; cohort: CohortView }[];
  funnel: { stage: string; here: number; projects: number; total_fen: number; conversion: string }[];
}
export interface CohortProject {
  id: string;
  code: string;
  name: string;
  lead_unit: UnitRef;
  signed_on: string;
  amount_fen: number | null;
  funds_fen: number;
  terminated: boolean;
  stage: string;
  reached: Record<string, boolean>;
}
