import '@/ui/stacked.css';
import { useQuery } from '@tanstack/react-query';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { UnitPick } from '@/ui/pick';
import { Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { options } from '@/ui/words';
import { fieldsQuery } from './queries';
import type { Batch, Choice, Field, Mapped, Sheet } from './types';

/** Which sheet, which rows are its header, what each column means, and what holds where the sheet says nothing. */
export function ChoiceForm({ batch, readOnly }: { batch: Batch; readOnly: boolean }) {
  const t = useT();
  const [, change] = useSearchState();
  const fields = useQuery(fieldsQuery);
  const [choice, setChoice] = useState<Choice>(() => batch.choice ?? firstChoice(batch.sheets));
  const touched = JSON.stringify(choice) !== JSON.stringify(batch.choice);
  const sheet = batch.sheets.find((one) => one.name === choice.sheet);
  const moved = batch.choice !== null && (choice.sheet !== batch.choice.sheet || choice.header_from !== batch.choice.header_from || choice.header_to !== batch.choice.header_to);
  const save = useWrite((body: Choice, key) => api.put<Batch>(`/api/v1/ledger/batches/${batch.id}/choice`, { ...body, version: batch.version }, key), {
    refresh: [['ledger', 'batch', batch.id], ['ledger', 'rows', batch.id]],
    onDone: () => {
      if (!moved) change({ tab: 'rows' });
    },
  });
  return (
    <div className="panel">
      <div className="choice">
        <label>
          {t.ledger.sheet}
          <Select
            disabled={readOnly}
            value={choice.sheet}
            onChange={(name) => setChoice(withSheet(choice, batch.sheets, name))}
            options={batch.sheets.map((one) => ({ value: one.name, label: t.common.withUnit(one.name, [t.ledger.sheetSize(one.rows, one.columns), one.hidden ? t.ledger.hidden : ''].filter(Boolean).join(t.common.comma)) }))}
            popupMatchSelectWidth={false}
          />
        </label>
        <label>
          {t.ledger.headerFrom}
          <InputNumber disabled={readOnly} min={1} max={sheet?.rows ?? 200} value={choice.header_from} onChange={(row) => row && setChoice({ ...choice, header_from: row, header_to: Math.max(row, choice.header_to) })} />
        </label>
        <label>
          {t.ledger.headerTo}
          <InputNumber disabled={readOnly} min={choice.header_from} max={choice.header_from + 5} value={choice.header_to} onChange={(row) => row && setChoice({ ...choice, header_to: row })} />
        </label>
        <label>
          {t.ledger.defaultUnit}
          <UnitPick aria-label={t.ledger.defaultUnit} value={choice.defaults.unit_id ?? null} allowClear onChange={(unit) => setChoice({ ...choice, defaults: { ...choice.defaults, unit_id: unit ?? null } })} />
        </label>
        <label>
          {t.ledger.defaultYear}
          <InputNumber disabled={readOnly} min={1990} max={2100} value={choice.defaults.year ?? null} onChange={(year) => setChoice({ ...choice, defaults: { ...choice.defaults, year: year ?? null } })} />
        </label>
        <label>
          {t.ledger.defaultTrack}
          <Select disabled={readOnly} allowClear value={choice.defaults.track ?? null} options={options(t, 'track')} onChange={(track: string | null) => setChoice({ ...choice, defaults: { ...choice.defaults, track: track ?? null } })} />
        </label>
      </div>
      <p className="soft">{t.ledger.defaultsHint}</p>
      {moved ? (
        <p className="sentence">{t.ledger.readAgain}</p>
      ) : (
        <Shown of={fields}>
          {({ items }) => (
            <Mapping mapping={choice.mapping} fields={items} readOnly={readOnly} change={(mapping) => setChoice({ ...choice, mapping })} />
          )}
        </Shown>
      )}
      {!readOnly && (
        <div className="choice-foot">
          {touched && batch.choice && <Button onClick={() => setChoice(batch.choice!)}>{t.ledger.revert}</Button>}
          <Button type="primary" loading={save.isPending} onClick={() => (touched ? save.mutate(choice) : change({ tab: 'rows' }))}>
            {moved ? t.ledger.readHeaders : touched ? t.ledger.apply : t.ledger.toRows}
          </Button>
        </div>
      )}
    </div>
  );
}

function firstChoice(sheets: Sheet[]): Choice {
  const best = [...sheets].sort((a, b) => b.score - a.score)[0];
  const rows = best?.header_rows ?? [1];
  return { sheet: best?.name ?? '', header_from: rows[0] ?? 1, header_to: rows[rows.length - 1] ?? 1, mapping: [], defaults: {} };
}

function withSheet(choice: Choice, sheets: Sheet[], name: string): Choice {
  const rows = sheets.find((one) => one.name === name)?.header_rows ?? [1];
  return { ...choice, sheet: name, header_from: rows[0] ?? 1, header_to: rows[rows.length - 1] ?? 1 };
}

interface Named {
  value: string;
  label: string;
}

interface MappingProps {
  mapping: Mapped[];
  fields: Field[];
  readOnly: boolean;
  change: (mapping: Mapped[]) => void;
}

function Mapping({ mapping, fields, readOnly, change }: MappingProps) {
  const t = useT();
  const used = new Map<string, number>();
  for (const one of mapping) if (one.field) used.set(one.field, (used.get(one.field) ?? 0) + 1);
  const set = (at: number, next: Partial<Mapped>) => change(mapping.map((one, index) => (index === at ? { ...one, ...next } : one)));
  const groups = [...new Set(fields.map((field) => field.group ?? ''))];
  const choices: (Named | { label: string; options: Named[] })[] = groups.every((group) => group === '')
    ? fields.map((field) => ({ value: field.key, label: field.name }))
    : groups.map((group) => ({ label: group || t.ledger.otherFields, options: fields.filter((field) => (field.group ?? '') === group).map((field) => ({ value: field.key, label: field.name })) }));
  return (
    <table className="plain stacked mapping">
      <thead>
        <tr>
          <th scope="col">{t.ledger.column}</th>
          <th scope="col">{t.ledger.header}</th>
          <th scope="col">{t.ledger.field}</th>
          <th scope="col">{t.ledger.unitOfColumn}</th>
          <th scope="col">{t.ledger.marks}</th>
        </tr>
      </thead>
      <tbody>
        {mapping.map((one, at) => {
          const field = fields.find((candidate) => candidate.key === one.field);
          const units = [...new Set([...(field?.units ?? []), ...(one.unit_text ? [one.unit_text] : [])])];
          const twice = one.field !== null && (used.get(one.field) ?? 0) > 1;
          const header = one.header || t.ledger.noHeader;
          return (
            <tr key={String(one.column)} className={one.field ? '' : 'unused'}>
              <td data-label={t.ledger.column}>{columnName(one.column)}</td>
              <th scope="row">{header}</th>
              <td data-label={t.ledger.field}>
                <Select
                  disabled={readOnly}
                  aria-label={`${header} ${t.ledger.field}`}
                  allowClear
                  showSearch={{ optionFilterProp: 'label' }}
                  placeholder={t.ledger.notUsed}
                  value={one.field}
                  options={choices as Named[]}
                  onChange={(value: string | null) => set(at, { field: value ?? null, remembered: false })}
                  popupMatchSelectWidth={false}
                  style={{ width: 220 }}
                />
              </td>
              <td data-label={t.ledger.unitOfColumn}>
                {units.length > 0 ? (
                  <Select
                    disabled={readOnly}
                    aria-label={`${header} ${t.ledger.unitOfColumn}`}
                    allowClear
                    placeholder={t.ledger.inCell}
                    value={one.unit_text}
                    options={units.map((unit) => ({ value: unit, label: unit }))}
                    onChange={(value: string | null) => set(at, { unit_text: value ?? null })}
                    style={{ width: 120 }}
                  />
                ) : (
                  <span className="soft">—</span>
                )}
              </td>
              <td data-label={t.ledger.marks}>
                {one.remembered && <span className="tag accent">{t.ledger.remembered}</span>} {one.hidden && <span className="tag">{t.ledger.hidden}</span>}{' '}
                {twice && <span className="tag warn">{t.ledger.twice}</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** 0 → A, 27 → AB, as the spreadsheet names its columns. */
export function columnName(column: number | string): string {
  if (typeof column === 'string') return column;
  let name = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) name = String.fromCharCode(65 + (rest % 26)) + name;
  return name;
}
