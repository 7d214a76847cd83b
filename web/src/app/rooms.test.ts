import { describe, expect, it } from 'vitest';
import { entryOf } from './rooms';

describe('entryOf', () => {
  it.each([
    ['/', '/'],
    ['/claims', '/claims'],
    ['/claims/7', '/claims'],
    ['/claim-cases/7', '/claims'],
    ['/claim-rules', '/claims'],
    ['/investors/7/merge', '/investors'],
    ['/merges', '/investors'],
    ['/chain-targets', '/chains'],
    ['/handover', '/handovers'],
    ['/scores/what-if', '/scores'],
    ['/units/7', '/units'],
    ['/account', undefined],
    ['/nowhere', undefined],
  ])('%s stands under %s', (path, entry) => expect(entryOf(path)).toBe(entry));
});
