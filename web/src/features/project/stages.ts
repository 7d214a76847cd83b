/** Stages in their order, as the server has them (`project::stage`). */
export const STAGES = [
  'lead', 'qualified', 'negotiation', 'review', 'ready_to_sign', 'signed', 'registered', 'approvals', 'construction', 'completed',
  'production', 'at_capacity',
];

/** These build nothing of their own: no land, no works, no acceptance. */
const BUILDS_NOTHING = ['headquarters', 'platform', 'merger', 'talent', 'institute'];
const BUILDING = ['approvals', 'construction', 'completed'];

/** The stages a project of this kind goes through, for the bar; the moves come with the project. */
export const stagesOf = (kind: string): string[] =>
  BUILDS_NOTHING.includes(kind) ? STAGES.filter((stage) => !BUILDING.includes(stage)) : STAGES;
