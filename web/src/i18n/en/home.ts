import type { Dict } from '..';

const days = (n: number) => `${n} day${n === 1 ? '' : 's'}`;

export const home: Dict['home'] = {
  hello: (name) => `Hello, ${name}`,
  today: (date) => `Today is ${date}`,
  waiting: 'Waiting for me',
  nothing: 'Nothing waits for you',
  nothingHint: 'New claims, returns and reminders appear here.',
  review: 'Claims awaiting recognition',
  reviewMine: 'your own claim, someone else must decide',
  reviewAll: 'Open the review desk',
  returned: 'Funds returned for more',
  returnedAll: 'All returned',
  inactive: (n) => `Projects without progress for ${days(n)}`,
  inactiveAll: 'Show all',
  batches: 'Ledgers not imported yet',
  batchesAll: 'Open import',
  pace: 'The year so far',
  toDashboard: 'Open the dashboard',
  recent: 'Recently updated projects',
  recentAll: 'All projects',
  waitingDays: (n) => (n === 0 ? 'claimed today' : `waiting ${days(n)}`),
  warnings: (n) => `${n} warning${n === 1 ? '' : 's'}`,
  lastChange: (when) => `updated ${when}`,
  noBusiness: 'Your role has no business data; this is what you administer.',
  unitsHint: 'Set up and change units, teams and squads',
  peopleHint: 'Create and disable accounts, grant and withdraw roles',
  auditHint: 'Read every recorded act, verify that none is missing',
  rightsHint: 'Which role may do what with which records',
  accountHint: 'Change the password, look at sessions',
};
