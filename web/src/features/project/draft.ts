import { moneyInput } from '@/lib/money';
import type { Choice } from '@/ui/pick';
import type { ProjectDraft, ProjectView } from './types';

/** What the form holds: as the draft, with chosen records as value and label. */
export interface FormValues extends Omit<ProjectDraft, 'industry' | 'investors' | 'enlarges_id' | 'version'> {
  industry: Choice | null;
  enlarges: Choice | null;
  investors: { organisation: Choice | null; role: string; share_bp: number | null }[];
}

export const emptyForm = (unit: string | undefined): Partial<FormValues> => ({
  kind: 'new',
  track: 'capital',
  agreement: 'none',
  structure: null,
  high_technology: null,
  amounts: [{ phase: 0, measure: 'total', amount: '', unit: 'wan', currency: 'CNY', rate: null, rate_on: null, rate_source: null }],
  phases: [],
  investors: [{ organisation: null, role: 'investor', share_bp: null }],
  units: [{ unit_id: unit as string, role: 'lead', share_bp: 10_000 }],
});

export function toForm(view: ProjectView): FormValues {
  return {
    name: view.name,
    kind: view.kind,
    track: view.track,
    industry: view.industry ? { value: view.industry.code, label: `${view.industry.code} ${view.industry.name}` } : null,
    structure: view.structure_reason ? view.structure : null,
    structure_reason: view.structure_reason ?? '',
    high_technology: view.structure_reason ? view.high_technology : null,
    amounts: view.amounts.map((one) => ({
      phase: one.phase,
      measure: one.measure,
      // Shown in the unit it was written in, so that an untouched amount stays as it was.
      ...originalAmount(one.minor + (one.before_minor ?? 0), one.source_unit),
      before: one.before_minor === null ? null : originalAmount(one.before_minor, one.source_unit).amount,
      currency: one.currency,
      rate: one.currency === 'CNY' ? null : rateInput(one.rate_e8),
      rate_on: one.currency === 'CNY' ? null : one.rate_on || null,
      rate_source: one.currency === 'CNY' ? null : one.rate_source || null,
    })),
    phases: view.phases,
    land_m2: view.land_m2,
    place: view.place,
    content: view.content,
    investors: view.parties.map((one) => ({
      organisation: { value: one.organisation.id, label: one.organisation.name },
      role: one.role,
      share_bp: one.share_bp,
    })),
    units: view.units.map((one) => ({ unit_id: one.unit.id, role: one.role, share_bp: one.share_bp })),
    agreement: view.agreement,
    contract_signed_on: view.contract_signed_on,
    introduced_on: view.introduced_on,
    progress: view.progress,
    next_step: view.next_step,
    next_step_due_on: view.next_step_due_on,
    problem: view.problem,
    event_id: view.event_id ?? null,
    enlarges: view.enlarges ? { value: view.enlarges.id, label: `${view.enlarges.code} ${view.enlarges.name}` } : null,
  };
}

function originalAmount(minor: number, sourceUnit: string): { amount: string; unit: string } {
  const unit = sourceUnit.includes('yi') || sourceUnit.includes('亿') ? 'yi' : sourceUnit === 'one' || sourceUnit === '元' ? 'one' : 'wan';
  return { amount: moneyInput(minor, unit === 'one' ? 'yuan' : unit), unit };
}

/** A rate in 1e-8 as decimal digits. */
export function rateInput(rate: number): string {
  const text = String(rate).padStart(9, '0');
  const fraction = text.slice(-8).replace(/0+$/, '');
  return `${text.slice(0, -8)}${fraction ? `.${fraction}` : ''}`;
}

const text = (value: string | null | undefined): string => value?.trim() ?? '';

/** What is sent. Rows that were left empty are left out. */
export function toDraft(values: FormValues, before: ProjectView | undefined): ProjectDraft {
  return {
    name: text(values.name),
    kind: values.kind,
    track: values.track,
    industry: values.industry?.value ?? null,
    structure: values.structure ?? null,
    structure_reason: text(values.structure_reason),
    high_technology: values.high_technology ?? null,
    amounts: (values.amounts ?? [])
      .filter((one) => text(one.amount) !== '')
      .map((one) => {
        const foreign = one.currency !== 'CNY';
        const amount = text(one.amount).normalize('NFKC').replace(/[,，\s]/g, '');
        const was = before?.amounts.find((old) => old.phase === (one.phase ?? 0) && old.measure === one.measure && old.currency === one.currency);
        const written = was && originalAmount(was.minor + (was.before_minor ?? 0), was.source_unit);
        const untouched = written !== undefined && written.amount === amount && written.unit === one.unit;
        const earlier = values.kind === 'expansion' ? text(one.before) : '';
        return {
          phase: one.phase ?? 0,
          measure: one.measure,
          amount,
          ...(earlier === '' ? {} : { before: earlier }),
          unit: one.unit,
          currency: one.currency,
          rate: foreign ? text(one.rate) || null : null,
          rate_on: foreign ? one.rate_on : null,
          rate_source: foreign ? text(one.rate_source) || null : null,
          ...(untouched && was ? { source_text: was.source_text, source_unit: was.source_unit } : {}),
        };
      }),
    phases: (values.phases ?? []).map((one, index) => ({
      no: one.no ?? index + 1,
      name: text(one.name),
      planned_from: one.planned_from ?? null,
      planned_to: one.planned_to ?? null,
      actual_from: one.actual_from ?? null,
      actual_to: one.actual_to ?? null,
    })),
    land_m2: values.land_m2 ?? null,
    place: text(values.place),
    content: text(values.content),
    investors: (values.investors ?? [])
      .filter((one) => one.organisation)
      .map((one) => ({ organisation_id: one.organisation!.value, role: one.role, share_bp: one.share_bp ?? null })),
    units: (values.units ?? []).filter((one) => one.unit_id).map((one) => ({ unit_id: one.unit_id, role: one.role, share_bp: one.share_bp ?? 0 })),
    agreement: values.agreement,
    contract_signed_on: values.contract_signed_on ?? null,
    introduced_on: values.introduced_on ?? null,
    progress: text(values.progress),
    next_step: text(values.next_step),
    next_step_due_on: values.next_step_due_on ?? null,
    problem: text(values.problem),
    event_id: values.event_id ?? null,
    enlarges_id: values.kind === 'expansion' ? (values.enlarges?.value ?? null) : null,
    ...(before ? { version: before.version } : {}),
  };
}
