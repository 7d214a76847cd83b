import { SearchOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { moneyInput, parseMoney } from '@/lib/money';
import { many, type Search } from '@/lib/search';
import { useNarrow } from '../useNarrow';
import { filterKeys, type Filter } from './model';

type Change = (change: Record<string, string | undefined>) => void;

/** The row of filters. Each writes the URL; the table reads it from there. */
export function Filters({ filters, search, change }: { filters: Filter[]; search: Search; change: Change }) {
  const t = useT();
  // On a phone a column of filters would push the list off the screen: one stays, the others are a tap away.
  const narrow = useNarrow();
  const first = filters.find((filter) => filter.primary);
  const front = (filter: Filter) => (narrow ? filter === first : filter.primary);
  const behind = filters.filter((filter) => !front(filter));
  const used = filterKeys(behind).some((key) => search[key] !== undefined);
  const [open, setOpen] = useState(used);
  const shown = filters.filter((filter) => front(filter) || open || filterKeys([filter]).some((key) => search[key]));
  const any = filterKeys(filters).some((key) => search[key] !== undefined);
  return (
    <div role="search" className="ledger-filters" aria-label={t.table.filters}>
      {shown.map((filter) => (
        <Field key={filterKeys([filter]).join()} filter={filter} search={search} change={change} />
      ))}
      {behind.length > 0 && (
        <Button type="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t.table.fewerFilters : t.table.moreFilters}
        </Button>
      )}
      {any && (
        <Button type="text" onClick={() => change(Object.fromEntries(filterKeys(filters).map((key) => [key, undefined])))}>
          {t.common.reset}
        </Button>
      )}
    </div>
  );
}

function Field({ filter, search, change }: { filter: Filter; search: Search; change: Change }) {
  const t = useT();
  if (filter.kind === 'text') {
    return <TextField value={search[filter.key]} label={filter.label} wide={filter.wide} change={(value) => change({ [filter.key]: value })} />;
  }
  if (filter.kind === 'wan') {
    const label = t.common.withUnit(filter.label, t.common.unitName.wan);
    const shown = search[filter.key] ? moneyInput(search[filter.key]!, 'wan') : undefined;
    return (
      <TextField
        value={shown}
        label={label}
        change={(value) => change({ [filter.key]: value === undefined ? undefined : parseMoney(value, 'wan')?.toString() })}
      />
    );
  }
  if (filter.kind === 'dates') {
    const at = (key: string) => (search[key] ? dayjs(search[key]) : null);
    return (
      <DatePicker.RangePicker
        className="wide"
        aria-label={filter.label}
        allowEmpty={[true, true]}
        placeholder={[`${filter.label} ${t.common.from}`, t.common.to]}
        value={[at(filter.from), at(filter.to)]}
        onChange={(dates) =>
          change({ [filter.from]: dates?.[0]?.format('YYYY-MM-DD'), [filter.to]: dates?.[1]?.format('YYYY-MM-DD') })
        }
      />
    );
  }
  if (filter.kind === 'custom') {
    return filter.render(search[filter.key], (value) => change({ [filter.key]: value }));
  }
  const common = {
    'aria-label': filter.label,
    className: filter.wide ? 'wide' : '',
    placeholder: filter.label,
    allowClear: true,
    options: filter.options,
    popupMatchSelectWidth: false as const,
    ...(filter.search ? { showSearch: { optionFilterProp: 'label' } } : {}),
  };
  return filter.many ? (
    <Select
      {...common}
      mode="multiple"
      maxTagCount="responsive"
      value={many(search[filter.key])}
      onChange={(values: string[]) => change({ [filter.key]: values.length ? values.join(',') : undefined })}
    />
  ) : (
    <Select {...common} value={search[filter.key] ?? null} onChange={(value: string | null) => change({ [filter.key]: value ?? undefined })} />
  );
}

interface TextProps {
  value: string | undefined;
  label: string;
  wide?: boolean | undefined;
  change: (value: string | undefined) => void;
}

/** Writes the URL when the typing pauses; follows it when it changes from outside. */
function TextField({ value, label, wide, change }: TextProps) {
  const [text, setText] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(value ?? '');
  useEffect(() => {
    if ((value ?? '') !== sent.current) {
      sent.current = value ?? '';
      setText(value ?? '');
    }
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (next: string) => {
    clearTimeout(timer.current);
    const clean = next.trim();
    if (clean === sent.current) return;
    sent.current = clean;
    change(clean === '' ? undefined : clean);
  };
  return (
    <Input
      className={wide ? 'wide' : ''}
      aria-label={label}
      placeholder={label}
      prefix={<SearchOutlined aria-hidden style={{ color: 'var(--ink-3)' }} />}
      allowClear
      maxLength={100}
      value={text}
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => commit(next), 350);
      }}
      onPressEnter={() => commit(text)}
      onBlur={() => commit(text)}
    />
  );
}
