import { expect, it } from 'vitest';
import { en } from '@/i18n/en';
import { STAGES, stagesOf } from './stages';

it('knows every stage that has a name', () => {
  expect(Object.keys(en.words.stage)).toEqual(STAGES);
});

it('steps over works that a talent does not need', () => {
  expect(stagesOf('headquarters')).toHaveLength(9);
  expect(stagesOf('talent')).not.toContain('construction');
  expect(stagesOf('new')).toEqual(STAGES);
});
