import { expect, it } from 'vitest';
import { emptyForm, rateInput, toDraft, toForm, type FormValues } from './draft';
import type { ProjectView } from './types';

const view = {
  name: '慢城城市综合体',
  kind: 'new',
  track: 'capital',
  industry: { code: '7010', name: '房地产开发经营' },
  structure: 'real_estate',
  high_technology: false,
  amounts: [
    { phase: 0, measure: 'total', currency: 'CNY', minor: 130_000_000_000, before_minor: null, rate_e8: 100_000_000, rate_on: '', rate_source: '', fen: 130_000_000_000, source_text: '13', source_unit: '亿元' },
    { phase: 1, measure: 'contract_foreign', currency: 'USD', minor: 3_000_000_000, before_minor: null, rate_e8: 612_450_000, rate_on: '2013-10-29', rate_source: '中间价', fen: 18_373_500_000, source_text: '3000', source_unit: '万美元' },
  ],
  phases: [{ no: 1, name: '一期', planned_from: '2013-05-01', planned_to: null, actual_from: null, actual_to: null }],
  parties: [{ organisation: { id: 'o1', name: '巨力集团', country: 'CN' }, role: 'investor', share_bp: null }],
  units: [{ unit: { id: 'u1', name: '于河街道', short_name: '于河', kind: 'street' }, role: 'lead', share_bp: 10_000 }],
  land_m2: 66_667,
  place: '',
  content: '',
  agreement: 'contract',
  contract_signed_on: '2013-04-20',
  introduced_on: null,
  progress: '',
  next_step: '',
  next_step_due_on: null,
  problem: '',
  version: 4,
} as unknown as ProjectView;

it('sends an untouched project back as it was', () => {
  const draft = toDraft(toForm(view), view);
  expect(draft.amounts).toEqual([
    { phase: 0, measure: 'total', amount: '13', unit: 'yi', currency: 'CNY', rate: null, rate_on: null, rate_source: null, source_text: '13', source_unit: '亿元' },
    { phase: 1, measure: 'contract_foreign', amount: '3000', unit: 'wan', currency: 'USD', rate: '6.1245', rate_on: '2013-10-29', rate_source: '中间价', source_text: '3000', source_unit: '万美元' },
  ]);
  expect([draft.industry, draft.structure, draft.version, draft.land_m2]).toEqual(['7010', null, 4, 66_667]);
  expect(draft.units).toEqual([{ unit_id: 'u1', role: 'lead', share_bp: 10_000 }]);
  expect(draft.phases).toEqual(view.phases);
});

it('forgets what was written once the amount is another', () => {
  const form = toForm(view);
  form.amounts[0]!.amount = '14';
  expect(toDraft(form, view).amounts[0]).not.toHaveProperty('source_text');
});

it('leaves empty rows out', () => {
  const draft = toDraft({ ...emptyForm('u1'), name: ' 新项目 ' } as FormValues, undefined);
  expect([draft.name, draft.amounts, draft.investors, 'version' in draft]).toEqual(['新项目', [], [], false]);
});

it('writes rates without floats', () => {
  expect([rateInput(612_450_000), rateInput(100_000_000), rateInput(5_600_000)]).toEqual(['6.1245', '1', '0.056']);
});

it('shows an increase as what there was and what there is, and sends it back so', () => {
  const enlarged = {
    ...view,
    kind: 'expansion',
    amounts: [{ ...view.amounts[0]!, minor: 30_000_000_000, before_minor: 100_000_000_000 }],
  } as ProjectView;
  const form = toForm(enlarged);
  expect([form.amounts[0]!.amount, form.amounts[0]!.before]).toEqual(['13', '10']);
  expect(toDraft(form, enlarged).amounts[0]).toMatchObject({ amount: '13', before: '10', source_text: '13' });
  form.kind = 'new';
  expect(toDraft(form, enlarged).amounts[0]).not.toHaveProperty('before');
});
