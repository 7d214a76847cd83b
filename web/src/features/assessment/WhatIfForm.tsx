import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import type { PageOf, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { ActionButton } from '@/ui/ActionButton';
import { DateInput } from '@/ui/DateInput';
import { IndustryPick, ProjectPick, type Choice } from '@/ui/pick';
import { RemotePick } from '@/ui/pick/RemotePick';
import { WanInput } from '@/ui/WanInput';
import { MEASURES } from './types';
import { entry, KINDS, type Kind, type Supposed } from './whatIf';
import { CountInput } from './CountInput';

interface Props {
  units: UnitRef[];
  asOf: string;
  /** The scheme has rules of recognition: money is supposed of a project. */
  byRules: boolean;
  add: (entry: string) => void;
}

interface FundRow {
  id: string;
  code: string;
  payer: string;
  project: { name: string };
}

/** One supposition at a time: a receipt, a project, a talent, an institute, a target, or a receipt left out. */
export function WhatIfForm({ units, asOf, byRules, add }: Props) {
  const t = useT();
  const [of, setOf] = useState<Supposed>({ kind: 'receipt', measure: 'funds', on: asOf });
  const [fund, setFund] = useState<Choice | null>(null);
  const [industry, setIndustry] = useState<Choice | null>(null);
  const [project, setProject] = useState<Choice | null>(null);
  // The inputs keep what is typed: a new supposition begins with new ones.
  const [round, setRound] = useState(0);
  const set = (change: Partial<Supposed>) => setOf((now) => ({ ...now, ...change }));
  const written = entry({ ...of, fund: fund?.value ?? null, industry: industry?.value ?? null, project: project?.value ?? null }, byRules);
  const named = of.kind === 'receipt' && (byRules || project !== null);
  const money = of.kind === 'receipt' || of.kind === 'project';
  const row = money || of.kind === 'talent' || of.kind === 'institute';
  return (
    <form
      className="what-if-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!written) return;
        add(written);
        setOf({ kind: of.kind, unit: of.unit ?? null, measure: of.measure ?? 'funds', on: asOf });
        setFund(null);
        setIndustry(null);
        setProject(null);
        setRound(round + 1);
      }}
    >
      <Segmented<Kind> aria-label={t.whatIf.kind} value={of.kind} onChange={(kind) => set({ kind })} options={KINDS.map((kind) => ({ value: kind, label: t.whatIf.kinds[kind] ?? kind }))} />
      <div className="what-if-fields" key={`${of.kind}${round}`}>
        {of.kind === 'without' ? (
          <Field label={t.whatIf.fund} wide>
            <RemotePick
              aria-label={t.whatIf.fund}
              name="fund"
              value={fund}
              onChange={setFund}
              placeholder={t.whatIf.fundHint}
              find={async (q, signal) => {
                const { items } = await api.get<PageOf<FundRow>>('/api/v1/funds', { q, state: 'recognised', limit: 20 }, signal);
                return items.map((item) => ({ value: item.id, label: `${item.code} ${item.project.name} ${item.payer}` }));
              }}
            />
          </Field>
        ) : (
          <Field label={t.assessment.unit} wide>
            <Select
              aria-label={t.assessment.unit}
              value={of.unit ?? null}
              onChange={(unit: string) => set({ unit })}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t.project.unitHint}
              options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
              style={{ width: '100%' }}
            />
          </Field>
        )}
        {money && (
          <Field label={of.kind === 'receipt' ? t.whatIf.amount : t.whatIf.total}>
            <WanInput aria-label={of.kind === 'receipt' ? t.whatIf.amount : t.whatIf.total} value={of.fen ?? null} onChange={(fen) => set({ fen })} />
          </Field>
        )}
        {of.kind === 'receipt' && (
          <Field label={byRules ? t.whatIf.project : t.whatIf.projectIfAny} wide>
            <ProjectPick aria-label={byRules ? t.whatIf.project : t.whatIf.projectIfAny} value={project} onChange={setProject} />
          </Field>
        )}
        {row && (
          <>
            {!named && (
              <Field label={t.whatIf.industry}>
                <IndustryPick aria-label={t.whatIf.industry} value={industry} onChange={setIndustry} />
              </Field>
            )}
            <Field label={t.whatIf.on}>
              <DateInput aria-label={t.whatIf.on} value={of.on ?? null} onChange={(on) => set({ on })} max={asOf} />
            </Field>
          </>
        )}
        {of.kind === 'target' && (
          <>
            <Field label={t.whatIf.measure}>
              <Select
                aria-label={t.whatIf.measure}
                value={of.measure ?? 'funds'}
                onChange={(measure) => set({ measure, value: null })}
                options={MEASURES.map((measure) => ({ value: measure, label: t.whatIf.measures[measure] ?? measure }))}
                style={{ width: '100%' }}
              />
            </Field>
            <Field label={t.whatIf.target}>
              {of.measure === 'funds' ? (
                <WanInput key="wan" aria-label={t.whatIf.target} value={of.value ?? null} onChange={(value) => set({ value })} />
              ) : (
                <CountInput key={of.measure} label={t.whatIf.target} unit={t.assessment.countUnit[of.measure ?? ''] ?? ''} onChange={(value) => set({ value })} />
              )}
            </Field>
          </>
        )}
        <ActionButton htmlType="submit" type="primary" disabledReason={written ? undefined : named && !project ? t.whatIf.fillProject : t.whatIf.fillFirst}>
          {t.whatIf.add}
        </ActionButton>
      </div>
    </form>
  );
}

function Field({ label, wide, children }: { label: string; wide?: boolean; children: React.ReactNode }) {
  return (
    <div className={wide ? 'wide' : ''}>
      <span className="soft">{label}</span>
      {children}
    </div>
  );
}
