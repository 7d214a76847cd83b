import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Drawer, Form, Input, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useOfficeDay } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { moneyInput } from '@/lib/money';
import { DateInput } from '@/ui/DateInput';
import { unitsQuery, type UnitItem } from '@/ui/pick';
import { Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';
import { Parts, partsText } from './Parts';
import { SoftUnits, type Soft } from './SoftUnits';
import { LEVELS, MEASURES, OWNERS, type Measure, type Target } from './types';
import { readValue, valueText } from './value';

type Kind = 'targets' | 'forecasts';
interface Cell {
  unit: UnitItem;
  measure: Measure;
  target: Target | undefined;
  owner: string;
  level: string;
}

/** Units down, measures across; a cell opens its versions. The district's own line stands above the sum of the units. */
export function Grid({ kind, year }: { kind: Kind; year: number }) {
  const t = useT();
  const [cell, setCell] = useState<Cell | null>(null);
  const [search, change] = useSearchState();
  const own = kind === 'targets';
  const owner = own ? (search['owner'] ?? 'district') : 'district';
  const level = own ? (search['level'] ?? 'plain') : 'plain';
  const on = own ? search['on'] : undefined;
  const units = useQuery(unitsQuery);
  const targets = useQuery({
    queryKey: [kind, year, on],
    queryFn: ({ signal }) => api.get<ListOf<Target> & { soft?: Soft[] }>(`/api/v1/${kind}`, { year, on }, signal),
  });
  return (
    <div className="panel">
      <p className="soft no-gap">{own ? t.assessment.targetsHint : t.assessment.forecastsHint}</p>
      {own && (
        <div className="book-filters target-filters">
          <Select
            aria-label={t.assessment.owner}
            value={owner}
            onChange={(value) => change({ owner: value === 'district' ? undefined : value })}
            options={OWNERS.map((code) => ({ value: code, label: t.assessment.owners[code] ?? code }))}
          />
          <Segmented
            aria-label={t.assessment.level}
            value={level}
            onChange={(value) => change({ level: value === 'plain' ? undefined : String(value) })}
            options={LEVELS.map((code) => ({ value: code, label: t.assessment.levels[code] ?? code }))}
          />
          <DatePicker
            aria-label={t.assessment.inForceOn}
            placeholder={t.assessment.inForceOn}
            value={on ? dayjs(on) : null}
            onChange={(date) => change({ on: date?.format('YYYY-MM-DD') })}
          />
          <SoftUnits year={year} soft={targets.data?.soft ?? []} />
        </div>
      )}
      <Shown of={units}>
        {({ items }) => (
          <Shown of={targets}>
            {(list) => {
              const find = (unit: string, measure: Measure) => {
                const line = list.items.find((one) => one.unit.id === unit && one.measure === measure && (one.owner ?? 'district') === owner && (one.level ?? 'plain') === level);
                return line && on ? then(line) : line;
              };
              const root = items.find((unit) => unit.parent_id === null);
              const rows = items.filter((unit) => unit.id !== root?.id && (unit.scored || MEASURES.some((measure) => find(unit.id, measure))));
              return <Sheet kind={kind} root={root} rows={rows} find={find} open={(chosen) => setCell({ ...chosen, owner, level })} />;
            }}
          </Shown>
        )}
      </Shown>
      {cell && <Versions kind={kind} year={year} cell={cell} close={() => setCell(null)} />}
    </div>
  );
}

/** The version in force on the day asked for, with all versions behind it. */
function then(line: Target): Target | undefined {
  const held = line.history?.find((one) => one.version === line.in_force);
  return held && { ...line, value: held.value, ...(held.parts ? { parts: held.parts } : {}), version: held.version };
}

interface SheetProps {
  kind: Kind;
  root: UnitItem | undefined;
  rows: UnitItem[];
  find: (unit: string, measure: Measure) => Target | undefined;
  open: (cell: Omit<Cell, 'owner' | 'level'>) => void;
}

function Sheet({ kind, root, rows, find, open }: SheetProps) {
  const t = useT();
  const title = (measure: Measure) => t.common.withUnit(word(t, 'assessmentMeasure', measure), measure === 'funds' ? t.common.unitName.yi : t.assessment.countUnit[measure] ?? '');
  const line = (unit: UnitItem) =>
    MEASURES.map((measure) => {
      const target = find(unit.id, measure);
      const text = target ? valueText(measure, target.value) : '—';
      return (
        <td key={measure} className="right" data-label={title(measure)}>
          <button type="button" className="link num" aria-label={`${unit.name} ${title(measure)} ${text}`} onClick={() => open({ unit, measure, target })}>
            {text}
          </button>
          {target && target.version > 1 && <small className="version"> {t.assessment.version(target.version)}</small>}
        </td>
      );
    });
  const sum = (measure: Measure) => rows.reduce((total, unit) => total + (find(unit.id, measure)?.value ?? 0), 0);
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={kind === 'targets' ? t.assessment.tabTargets : t.assessment.tabForecasts}>
      <table className="plain stacked">
        <thead>
          <tr>
            <th scope="col">{t.assessment.unit}</th>
            {MEASURES.map((measure) => (
              <th key={measure} scope="col" className="right">
                {title(measure)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {root && kind === 'targets' && (
            <tr className="whole">
              <th scope="row">{t.assessment.district}</th>
              {line(root)}
            </tr>
          )}
          {rows.map((unit) => (
            <tr key={unit.id}>
              <th scope="row">{unit.name}</th>
              {line(unit)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.assessment.sumOfUnits}</th>
            {MEASURES.map((measure) => {
              const whole = root && kind === 'targets' ? find(root.id, measure)?.value : undefined;
              const total = sum(measure);
              return (
                <td key={measure} className="right" data-label={title(measure)}>
                  <strong>{valueText(measure, total)}</strong>
                  {whole !== undefined && whole !== total && (
                    <div className="apart">{total > whole ? t.assessment.over(valueText(measure, total - whole)) : t.assessment.under(valueText(measure, whole - total))}</div>
                  )}
                </td>
              );
            })}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface Values {
  value: string;
  decided_on: string;
  parts?: Record<string, number>;
  note?: string;
}

/** A number's versions, newest first, and the form for the next one. */
function Versions({ kind, year, cell, close }: { kind: Kind; year: number; cell: Cell; close: () => void }) {
  const t = useT();
  const can = useCan();
  const day = useOfficeDay();
  const [form] = Form.useForm<Values>();
  const { unit, measure, target, owner, level } = cell;
  const latest = Math.max(0, ...(target?.history ?? []).map((one) => one.version), target?.version ?? 0);
  const date = kind === 'targets' ? 'decided_on' : 'declared_on';
  const label = t.common.withUnit(word(t, 'assessmentMeasure', measure), measure === 'funds' ? t.common.unitName.yi : t.assessment.countUnit[measure] ?? '');
  const save = useWrite(
    (values: Values, key) =>
      api.put<Target>(
        `/api/v1/${kind}`,
        {
          unit_id: unit.id,
          measure,
          year,
          value: readValue(measure, values.value),
          [date]: values.decided_on,
          ...(kind === 'targets' ? { note: values.note ?? '', owner, level, parts: values.parts ?? {} } : {}),
          version: latest,
        },
        key,
      ),
    { said: t.common.saved, refresh: [[kind], ['scores'], ['dashboard'], ['figure'], ['summary']], onDone: close, place: () => ({ form }) },
  );
  const history = target?.history?.length ? target.history : target ? [target] : [];
  return (
    <Drawer open onClose={close} size="min(460px, 100vw)" title={`${unit.name} · ${word(t, 'assessmentMeasure', measure)} ${year}${kind === 'targets' ? ` · ${t.assessment.owners[owner] ?? owner}${level === 'plain' ? '' : ` ${t.assessment.levels[level] ?? level}`}` : ''}`} closable={{ 'aria-label': t.common.close }}>
      {can('target.write') ? (
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={{ value: target ? (measure === 'funds' ? moneyInput(target.value, 'yi') : String(target.value)) : '', decided_on: day, parts: target?.parts ?? {} }}
          onFinish={(values) => save.mutate(values)}
        >
          <Form.Item
            name="value"
            label={label}
            rules={[{ validator: (_, text: string) => (readValue(measure, text ?? '') !== null ? Promise.resolve() : Promise.reject(new Error(t.assessment.valueWrong))) }]}
          >
            <Input inputMode="decimal" maxLength={20} />
          </Form.Item>
          <Form.Item name="decided_on" label={kind === 'targets' ? t.assessment.decidedOn : t.assessment.declaredOn} rules={[{ required: true, message: t.common.required }]}>
            <DateInput />
          </Form.Item>
          {kind === 'targets' && (
            <Form.Item name="parts" label={t.assessment.schedule} extra={t.assessment.scheduleHint}>
              <Parts measure={measure} />
            </Form.Item>
          )}
          {kind === 'targets' && (
            <Form.Item name="note" label={t.assessment.basis}>
              <Input.TextArea rows={2} maxLength={500} placeholder={t.assessment.basisHint} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {target ? t.assessment.newVersion : t.common.save}
          </Button>
        </Form>
      ) : (
        <p className="soft">{t.assessment.readOnly}</p>
      )}
      <h3 className="side-head">{t.assessment.versions}</h3>
      {history.length === 0 ? (
        <p className="soft">{t.assessment.noVersions}</p>
      ) : (
        <ul className="rows">
          {[...history]
            .sort((a, b) => b.version - a.version)
            .map((one) => (
              <li key={one.version}>
                <div className="grow">
                  {t.assessment.version(one.version)} · {one.decided_on ?? one.declared_on}
                  {one.parts && Object.keys(one.parts).length > 0 && <div className="soft num">{partsText(t, measure, one.parts)}</div>}
                  {one.note && <div className="soft">{one.note}</div>}
                </div>
                <span className="num">{valueText(measure, one.value)}</span>
              </li>
            ))}
        </ul>
      )}
    </Drawer>
  );
}
