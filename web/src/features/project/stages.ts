/**
 * The order of stages and the moves between them, as the server decides them
 * (`project::stage`); here only to offer what has a chance.
 */
export const STAGES = [
  'lead', 'qualified', 'negotiation', 'review', 'ready_to_sign', 'signed', 'registered', 'approvals', 'construction', 'completed',
  'production', 'at_capacity',
];

const BACK_TO_TABLE: Record<string, string[]> = {
  negotiation: ['ready_to_sign', 'review'],
  review: ['ready_to_sign', 'negotiation'],
  ready_to_sign: ['signed', 'negotiation'],
};

/** These build nothing of their own: no land, no works, no acceptance. */
const BUILDS_NOTHING = ['headquarters', 'platform', 'merger', 'talent', 'institute'];
const BUILDING = ['approvals', 'construction', 'completed'];

/** The stages a project of this kind goes through. */
export const stagesOf = (kind: string): string[] =>
  BUILDS_NOTHING.includes(kind) ? STAGES.filter((stage) => !BUILDING.includes(stage)) : STAGES;

/** Where a project may move to from here, the ordinary next first. */
export function nextStages(kind: string, from: string): string[] {
  const own = stagesOf(kind);
  const after = STAGES.slice(STAGES.indexOf(from) + 1).find((stage) => own.includes(stage));
  return BACK_TO_TABLE[from] ?? (after ? [after] : []);
}
