import { expect, it } from 'vitest';
import { readUscc } from './uscc';

it.each(['91350100M000100Y43', '91330100799655058B', '9144030071526726XG'])('%s holds', (code) => {
  expect(readUscc(code).state).toBe('ok');
});

it('finds one wrong character anywhere', () => {
  const good = '91350100M000100Y43';
  for (let at = 0; at < 17; at += 1) {
    const bad = good.slice(0, at) + (good.charAt(at) === '7' ? '8' : '7') + good.slice(at + 1);
    expect(readUscc(bad).state).toBe('check');
  }
});

it('waits while one types, and cleans what is pasted', () => {
  expect(readUscc('').state).toBe('empty');
  expect(readUscc('9135').state).toBe('partial');
  expect(readUscc('91350100I').state).toBe('charset');
  expect(readUscc(' ９１350100-m000100y43 ')).toEqual({ state: 'ok', code: '91350100M000100Y43' });
  expect(readUscc('91350100M000100Y433').state).toBe('length');
});
