import { expect, it } from 'vitest';
import { splitUrl, tracedIn, traceSearch, untraced } from './model';

it('keeps a trace in the address and reads it back', () => {
  const search = { year: '2013', ...traceSearch({ key: 'fund.recognised:unit=7', params: { from: '2013-01-01', unit: null } }) };
  expect(search).toEqual({ year: '2013', trace: 'fund.recognised:unit=7', 't.from': '2013-01-01' });
  expect(tracedIn(search)).toEqual({ key: 'fund.recognised:unit=7', params: { from: '2013-01-01' } });
  expect(untraced(search)).toEqual({ year: '2013' });
  expect(tracedIn({ year: '2013' })).toBeNull();
});

it('takes a written link apart', () => {
  expect(splitUrl('/funds/1?tab=proofs')).toEqual({ to: '/funds/1', search: { tab: 'proofs' } });
  expect(splitUrl('/targets')).toEqual({ to: '/targets', search: {} });
});
