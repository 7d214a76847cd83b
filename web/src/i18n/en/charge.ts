import type { Dict } from '..';

export const charge: Dict['charge'] = {
  title: 'In charge',
  unit: 'Unit in charge',
  person: 'Person in charge',
  personHint: 'May be left open',
  nobody: 'No unit is in charge yet',
  nobodyByName: 'nobody by name',
  since: (day: string) => `since ${day}`,
  days: (from: string, until: string) => `${from} to ${until}`,
  past: 'Before',
  take: 'Take charge',
  change: 'Change person',
  changeHint: 'Within the unit only: to another unit it goes by a hand-over or a referral.',
  why: 'Note',
  handOver: 'Hand over',
  refer: 'Refer',
  whose: 'In charge',
  filters: { mine: 'Me', unit: 'My unit', nobody: 'Nobody' },
};
