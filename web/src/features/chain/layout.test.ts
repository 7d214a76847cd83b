import { expect, it } from 'vitest';
import type { Link } from '@/ui/chains/types';
import { columns, fitted } from './layout';

const link = (id: string, tier: string, parent_id: string | null = null): Link => ({
  id,
  tier,
  parent_id,
  name: id,
  sectors: [],
  sort_no: 0,
  strength: 'gap',
  reason: '',
  facts: { firms: 0, projects: 0, projects_before_signing: 0, total_fen: 0, suggested: 'gap' },
  targets_open: 0,
  targets_count: 0,
  version: 1,
});

it('puts parts right below the link that they are of', () => {
  const [up, middle, down] = columns([link('a', 'upstream'), link('b', 'upstream'), link('a1', 'upstream', 'a'), link('a11', 'upstream', 'a1'), link('z', 'downstream')]);
  expect(up!.placed.map((one) => [one.link.id, one.depth, one.row, one.above])).toEqual([
    ['a', 0, 0, null],
    ['a1', 1, 1, 0],
    ['a11', 2, 2, 1],
    ['b', 0, 3, null],
  ]);
  expect(middle!.placed).toEqual([]);
  expect(down!.placed.map((one) => one.link.id)).toEqual(['z']);
});

it('cuts a text where it would leave its box', () => {
  expect(fitted('混凝土与构件', 84, 14)).toBe('混凝土与构件');
  expect(fitted('混凝土与构件制造', 84, 14)).toBe('混凝土与构…');
  expect(fitted('ready-mixed concrete', 60, 14)).toBe('ready-…');
});
