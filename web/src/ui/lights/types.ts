import type { Action, Actions, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface LightColour {
  colour: string;
  name: string;
  meaning: string;
  projects: number;
}

export interface LightMonth {
  month: string;
  months: string[];
  table_version: number;
  as_of: string | null;
  computed_at: string | null;
  computed_by: PersonRef | null;
  colours: LightColour[];
  waiting: number;
  actions: Actions;
}

export interface LightRow {
  id: string;
  project: ProjectRef;
  stage: string;
  lead_unit: UnitRef;
  colour: string;
  cells: { month: string; colour: string; overridden: boolean }[];
}

export interface LightView {
  month: string;
  stage: string;
  colour: string;
  computed: string;
  name: string;
  computed_name: string;
  meaning: string;
  table_version: number;
  as_of: string;
  overridden: boolean;
  lines: { input: string; rule: string; value: number | null; value_text: string; basis: string; colour: string; met: boolean }[];
}

export interface Override {
  id: string;
  project: ProjectRef;
  from_month: string;
  until_month: string;
  colour: string;
  reason: string;
  state: string;
  over: boolean;
  proposed_by: PersonRef | null;
  proposed_at: string;
  decided_by: PersonRef | null;
  decided_at: string | null;
  decision: string;
  version: number;
  actions: Actions;
}

export interface LightHistory {
  project: ProjectRef;
  lights: LightView[];
  colours: LightColour[];
  until: string[];
  overrides: Override[];
  propose: Action;
}

export interface LightTable {
  version: number;
  name: string;
  text: string;
  from_month: string | null;
  recorded_by: PersonRef | null;
  recorded_at: string | null;
  colours: LightColour[];
  rules: { input_text: string; rule: string; stages: string[]; colour: string; basis: string }[];
  override_months: number;
  actions: Actions;
}

export interface LightTableCheck {
  ok: boolean;
  findings: { line: number; code: string; message: string }[];
}
