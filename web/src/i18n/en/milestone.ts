import type { Dict } from '..';

export const milestone: Dict['milestone'] = {
  title: 'Milestones and approvals',
  approvals: 'Approvals',
  approval: 'Approval',
  planned: 'planned',
  actual: 'actual',
  asOf: (day: string) => `the broken line is ${day}`,
  late: (days: number) => (days === 1 ? '1 day late' : `${days} days late`),
  early: (days: number) => (days === 1 ? '1 day early' : `${days} days early`),
  waiting: (days: number) => (days === 1 ? 'overdue by 1 day' : `overdue by ${days} days`),
  onTime: 'on time',
  unknown: 'not entered',
  department: 'Department',
  due: 'Due',
  overdue: 'Overdue',
  grantedOn: 'Granted on',
  number: 'Document no.',
};
