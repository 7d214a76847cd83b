import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Lead } from './Lead';

const words = (text: string | null) => render(<Lead text={text} />).container.textContent;

it('says ahead or behind in a word, with the sign', () => {
  expect(words('-6.1')).toBe('欠序时 −6.1');
  expect(words('6.1个百分点')).toBe('超序时 +6.1');
  expect(words('+3.20')).toBe('超序时 +3.20');
  expect(words('欠序时6.1个百分点')).toBe('欠序时 −6.1');
  expect(words('0.0')).toBe('0.0');
  expect(words(null)).toBe('—');
});
