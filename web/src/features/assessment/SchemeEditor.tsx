import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Tabs } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { useWrite } from '@/ui/useWrite';
import { useSearchState } from '@/ui/useSearch';
import { StateTag } from '@/ui/words';
import { SchemeForm } from './SchemeForm';
import { Trial } from './Trial';
import type { Finding, Scheme } from './types';

/**
 * The scheme's text with numbered lines, and beside it what is wrong with it, its form, and what the scores would be. A
 * scheme that starts from a published method has no id before it is kept.
 */
export function Editor({ scheme }: { scheme: Scheme }) {
  const t = useT();
  const [search, change] = useSearchState();
  const fresh = scheme.id === '';
  const can = useCan()('scheme.write');
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const [text, setText] = useState(scheme.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const asked = useSettled(text, 450);
  const check = useQuery({
    queryKey: ['schemes', 'check', asked],
    queryFn: () => api.post<{ findings: Finding[]; ok: boolean }>('/api/v1/schemes/check', { text: asked }),
    enabled: fresh || asked !== scheme.text,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous) => previous,
  });
  const changed = fresh || text !== scheme.text;
  const findings = changed ? (check.data?.findings ?? []) : scheme.findings;
  const errors = findings.filter((one) => one.severity === 'error').length;
  const checking = changed && (check.isFetching || asked !== text);

  const save = useWrite((body: string, key) => api.post<Scheme>('/api/v1/schemes', { text: body }, key), {
    said: t.assessment.schemeSaved,
    refresh: [['schemes']],
    onDone: (saved) => void navigate({ to: paths.schemes, search: { id: saved.id } as never }),
  });
  const force = useWrite((_: null, key) => api.post<Scheme>(`/api/v1/schemes/${scheme.id}/in-force`, undefined, key), {
    said: t.assessment.schemeInForce,
    refresh: [['schemes'], ['scores'], ['dashboard'], ['figure']],
  });

  const goTo = (finding: Pick<Finding, 'line' | 'column'>) => {
    const lines = text.split('\n');
    const start = lines.slice(0, finding.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    const line = lines[finding.line - 1] ?? '';
    area.current?.focus();
    area.current?.setSelectionRange(start + Math.min(finding.column - 1, line.length), start + line.length);
    const height = LINE * (finding.line - 6);
    area.current?.parentElement?.parentElement?.scrollTo({ top: Math.max(0, height) });
  };
  const saveReason = !can ? t.assessment.noSchemeWrite : !changed ? t.assessment.unchanged : errors > 0 ? t.assessment.hasErrors(errors) : checking ? t.assessment.checking : undefined;
  const forceReason = !can
    ? t.assessment.noSchemeWrite
    : scheme.state === 'in_force'
      ? t.assessment.isInForce
      : changed
        ? t.assessment.saveFirst
        : errors > 0
          ? t.assessment.hasErrors(errors)
          : undefined;

  return (
    <section className="panel scheme" aria-label={scheme.name}>
      <div className="panel-head">
        <h2>
          {scheme.name} <small>{t.assessment.version(scheme.version)}</small> <StateTag dimension="schemeState" code={scheme.state} />
        </h2>
        <div className="scheme-doing">
          {!fresh && scheme.state !== 'in_force' && (
            <ActionButton disabledReason={changed ? t.assessment.saveFirst : undefined} onClick={() => void navigate({ to: paths.whatIf, search: { year: String(scheme.year), against: scheme.id } as never })}>
              {t.whatIf.compare}
            </ActionButton>
          )}
          <ActionButton disabledReason={saveReason} loading={save.isPending} onClick={() => save.mutate(text)}>
            {t.assessment.saveVersion}
          </ActionButton>
          <ActionButton
            type="primary"
            disabledReason={forceReason}
            loading={force.isPending}
            onClick={() => modal.confirm({ title: t.assessment.forceAsk(scheme.name, scheme.version), content: t.assessment.forceAskHint, okText: t.assessment.putInForce, cancelText: t.common.cancel, onOk: () => force.mutate(null) })}
          >
            {t.assessment.putInForce}
          </ActionButton>
        </div>
      </div>
      <div className="scheme-body">
        <Lines text={text} findings={findings} area={area} readOnly={!can} onChange={setText} label={t.assessment.schemeText} />
        <Tabs
          className="scheme-side"
          activeKey={search['side'] ?? 'check'}
          onChange={(side) => change({ side: side === 'check' ? undefined : side }, { replace: true })}
          items={[
            { key: 'check', label: t.assessment.sideCheck, children: <Findings findings={findings} errors={errors} checking={checking} goTo={goTo} /> },
            { key: 'form', label: t.assessment.sideForm, children: <SchemeForm text={text} readOnly={!can} onChange={setText} goTo={(line) => goTo({ line, column: 1 })} /> },
            ...(can ? [{ key: 'trial', label: t.assessment.sideTrial, children: <Trial text={asked} ok={errors === 0 && !checking} /> }] : []),
          ]}
        />
      </div>
    </section>
  );
}

interface FindingsProps {
  findings: Finding[];
  errors: number;
  checking: boolean;
  goTo: (finding: Finding) => void;
}

function Findings({ findings, errors, checking, goTo }: FindingsProps) {
  const t = useT();
  return (
    <div className="findings" aria-live="polite" aria-busy={checking}>
      <h3>{checking ? t.assessment.checking : findings.length === 0 ? t.assessment.noFindings : t.assessment.findings(errors, findings.length - errors)}</h3>
      <ol>
        {findings.map((one, at) => (
          <li key={at}>
            <button type="button" className={`finding ${one.severity}`} onClick={() => goTo(one)}>
              <span className={`tag ${one.severity === 'error' ? 'bad' : 'warn'}`}>{t.assessment.severity[one.severity]}</span> {t.assessment.line(one.line)}
              <span>{one.message}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The height of a line, the same in the numbers and in the text. */
const LINE = 20;

interface LinesProps {
  text: string;
  findings: Finding[];
  area: React.RefObject<HTMLTextAreaElement | null>;
  readOnly: boolean;
  label: string;
  onChange: (text: string) => void;
}

function Lines({ text, findings, area, readOnly, label, onChange }: LinesProps) {
  const lines = text.split('\n');
  const count = lines.length;
  // Han characters are two columns wide; the box is as wide as the longest line, and scrolls around it.
  const columns = Math.max(...lines.map((line) => line.replace(/[^\u0000-\u00ff]/g, '--').length));
  const worst = new Map<number, string>();
  for (const one of findings) if (worst.get(one.line) !== 'error') worst.set(one.line, one.severity);
  return (
    <div className="code">
      <div className="code-in" style={{ height: count * LINE + 16 }}>
        <div className="numbers" aria-hidden>
          {Array.from({ length: count }, (_, at) => (
            <div key={at} className={worst.get(at + 1) ?? ''}>
              {at + 1}
            </div>
          ))}
        </div>
        <textarea ref={area} aria-label={label} value={text} readOnly={readOnly} style={{ minWidth: `${columns + 3}ch` }} spellCheck={false} wrap="off" autoComplete="off" onChange={(event) => onChange(event.target.value)} />
      </div>
    </div>
  );
}

/** A value once it has stood still for a while. */
function useSettled<T>(value: T, wait: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}
