import type { Actions, PersonRef, ProjectRef, UnitRef } from '@/api/types';

export interface LevelRef {
  code: string;
  name: string;
  colour: string;
  praise: boolean;
}

export interface SupervisionRow {
  id: string;
  code: string;
  title: string;
  project: ProjectRef | null;
  unit: UnitRef;
  level: LevelRef;
  issued_on: string;
  due_on: string;
  state: string;
  overdue: boolean;
  answer: string;
  answered_on: string | null;
  closed_on: string | null;
  instruction: { id: string; code: string; leader: string } | null;
  version: number;
}

export interface SupervisionRecord extends SupervisionRow {
  content: string;
  problem: { id: string; code: string; title: string } | null;
  issued_by: PersonRef | null;
  answered_by: PersonRef | null;
  next_level: LevelRef | null;
  log: { no: number; act: string; text: string; level_name: string; colour: string; happened_on: string; done_by: PersonRef | null; done_at: string }[];
  actions: Actions;
}

export interface InstructionRow {
  id: string;
  code: string;
  leader: string;
  instructed_on: string;
  title: string;
  project: ProjectRef | null;
  open_notes: number;
  done_on: string | null;
  version: number;
}

export interface InstructionRecord extends InstructionRow {
  text: string;
  recorded_by: PersonRef | null;
  recorded_at: string;
  notes: SupervisionRow[];
  actions: Actions;
}

export interface Level {
  code: string;
  name: string;
  name_en: string;
  colour: string;
  tone: string;
  meaning: string;
  days: number;
}

export interface Levels {
  version: number;
  note_word: string;
  instruction_word: string;
  levels: Level[];
  recorded_by: PersonRef | null;
  recorded_at: string | null;
  actions: Actions;
}
