import type { Dict } from '@/i18n';
import { percentText } from '@/lib/share';
import { word } from '@/ui/words';
import type { FormValues } from '../draft';

/** The names of the fields, for the choice between two versions. */
export function fieldNames(t: Dict): Record<string, string> {
  const p = t.project;
  return {
    name: p.name, kind: p.kind, track: p.track, industry: p.industry, structure: p.structure, structure_reason: p.structureReason,
    high_technology: p.highTech, amounts: p.amounts, phases: p.phases, land_m2: p.land, place: p.place, content: p.content,
    investors: p.investors, units: p.units, agreement: p.agreement, contract_signed_on: p.signedOn,
    introduced_on: p.introducedOn, progress: p.progress, next_step: p.nextStep, next_step_due_on: p.nextStepDue, problem: p.problem, event_id: t.activity.ofProject, enlarges_id: p.enlarges, enlarges: p.enlarges,
  };
}

/** A field's form value in words, for the choice between two versions. */
export function showField(t: Dict, field: string, value: unknown, units: readonly { id: string; name: string }[]): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? t.common.yes : t.common.no;
  if (typeof value === 'string') return field === 'kind' || field === 'track' || field === 'structure' || field === 'agreement' ? word(t, field, value) : value;
  if (typeof value === 'number') return value.toLocaleString('en-US');
  const form = { [field]: value } as Partial<FormValues>;
  const share = (bp: number | null) => (typeof bp === 'number' ? ` ${percentText(bp)}%` : '');
  const rows =
    form.amounts?.filter((one) => one.amount).map((one) => `${word(t, 'measure', one.measure)} ${one.amount} ${t.fund.units[one.unit as 'wan'] ?? one.unit} ${one.currency}`) ??
    form.investors?.filter((one) => one.organisation).map((one) => `${one.organisation!.label}${share(one.share_bp)}`) ??
    form.units?.filter((one) => one.unit_id).map((one) => `${units.find((unit) => unit.id === one.unit_id)?.name ?? ''}${share(one.share_bp)}`) ??
    form.phases?.map((one) => `${one.no} ${one.name} ${one.planned_from ?? ''}${one.planned_to ? `–${one.planned_to}` : ''}`.trim());
  if (rows) return rows.join('\n') || '—';
  return form.industry?.label ?? '—';
}
