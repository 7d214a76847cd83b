import { expect, it } from 'vitest';
import { en } from '@/i18n/en';
import { nextStages, STAGES, stagesOf } from './stages';

it('knows every stage that has a name', () => {
  expect(Object.keys(en.words.stage)).toEqual(STAGES);
});

it('steps over works that a talent does not need', () => {
  expect(nextStages('talent', 'registered')).toEqual(['production']);
  expect(nextStages('new', 'registered')).toEqual(['approvals']);
  expect(nextStages('new', 'review')).toEqual(['ready_to_sign', 'negotiation']);
  expect(nextStages('new', 'at_capacity')).toEqual([]);
  expect(stagesOf('headquarters')).toHaveLength(9);
});
