import { Input, Segmented } from 'antd';
import { useState } from 'react';
import { useT, type Dict } from '@/i18n';
import { moneyInput } from '@/lib/money';
import type { Measure } from './types';
import { readValue, valueText } from './value';

type Parted = Record<string, number>;
interface Props {
  id?: string;
  measure: Measure;
  value?: Parted;
  onChange?: (parts: Parted) => void;
}

const KEYS: Record<string, string[]> = {
  none: [],
  quarters: ['q1', 'q2', 'q3', 'q4'],
  months: Array.from({ length: 12 }, (_, at) => `m${at + 1}`),
};

/** What is to be reached up to the end of each quarter or month (时序目标); an empty field asks for nothing. */
export function Parts({ measure, value = {}, onChange }: Props) {
  const t = useT();
  const [by, setBy] = useState(() => (Object.keys(value).some((key) => key.startsWith('m')) ? 'months' : Object.keys(value).length > 0 ? 'quarters' : 'none'));
  const [texts, setTexts] = useState<Record<string, string>>(() =>
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, measure === 'funds' ? moneyInput(one, 'yi') : String(one)])),
  );
  const give = (next: Record<string, string>, keys: string[]) => {
    const read = keys.map((key) => [key, readValue(measure, next[key] ?? '')] as const);
    onChange?.(Object.fromEntries(read.filter((pair): pair is readonly [string, number] => pair[1] !== null)));
  };
  return (
    <div>
      <Segmented
        aria-label={t.assessment.schedule}
        value={by}
        onChange={(next) => {
          setBy(next);
          give(texts, KEYS[next] ?? []);
        }}
        options={Object.entries(t.assessment.schedules).map(([key, label]) => ({ value: key, label }))}
      />
      <div className="parts">
        {(KEYS[by] ?? []).map((key) => (
          <Input
            key={key}
            addonBefore={partName(t, key)}
            aria-label={partName(t, key)}
            value={texts[key] ?? ''}
            inputMode="decimal"
            maxLength={20}
            onChange={(event) => {
              const next = { ...texts, [key]: event.target.value };
              setTexts(next);
              give(next, KEYS[by] ?? []);
            }}
          />
        ))}
      </div>
    </div>
  );
}

const partName = (t: Dict, key: string): string => (key.startsWith('q') ? t.assessment.quarter(Number(key.slice(1))) : t.assessment.month(Number(key.slice(1))));

/** `一季度 1.00、二季度 3.00` in the order of the year. */
export const partsText = (t: Dict, measure: Measure, parts: Parted): string =>
  Object.entries(parts)
    .sort(([a], [b]) => end(a) - end(b))
    .map(([key, value]) => `${partName(t, key)} ${valueText(measure, value)}`)
    .join(' · ');

const end = (key: string): number => Number(key.slice(1)) * (key.startsWith('q') ? 3 : 1);
