import type { Dict } from '..';

export const audit: Dict['audit'] = {
  title: 'Audit',
  sub: 'Every change leaves a trace here; each entry seals the one before, and none can be edited',
  at: 'Time',
  actor: 'Who',
  act: 'Act',
  subject: 'Subject',
  subjectId: 'Subject id',
  detail: 'Detail',
  request: 'Request',
  seq: 'No.',
  hash: 'Hash',
  verify: 'Verify the chain',
  verified: (rows) => `${rows} entries verified, complete`,
  broken: (seq) => `Entry ${seq} does not match`,
  subjectPlaceholder: 'Subject, e.g. project',
  actPlaceholder: 'Act, e.g. project.create',
  actorPlaceholder: 'Who',
  date: 'Date',
  system: 'System',
};

export const auditActs: Dict['auditActs'] = {};
