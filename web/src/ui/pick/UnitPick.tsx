import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api } from '@/api/http';
import type { ListOf, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { word } from '../words';

export interface UnitItem extends UnitRef {
  parent_id: string | null;
  sort_no: number;
  scored: boolean;
}

/** All units of today; small and stable, so kept for long. */
export const unitsQuery = {
  queryKey: ['units', 'today'],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<ListOf<UnitItem>>('/api/v1/units', undefined, signal),
  staleTime: 10 * 60_000,
};

interface Props {
  id?: string;
  value?: string | null;
  onChange?: (value: string | undefined) => void;
  /** Only units of these kinds. */
  kinds?: string[];
  allowClear?: boolean;
  placeholder?: string;
  className?: string;
  'aria-label'?: string;
}

/** One unit, grouped by kind, found by typing. */
export function UnitPick({ value, onChange, kinds, ...rest }: Props) {
  const t = useT();
  const units = useQuery(unitsQuery);
  const items = (units.data?.items ?? []).filter((unit) => !kinds || kinds.includes(unit.kind));
  const groups = [...new Set(items.map((unit) => unit.kind))].map((kind) => ({
    label: word(t, 'unitKind', kind),
    options: items.filter((unit) => unit.kind === kind).map((unit) => ({ value: unit.id, label: unit.name })),
  }));
  return (
    <Select
      {...rest}
      placeholder={rest.placeholder ?? t.project.unitHint}
      value={value ?? null}
      onChange={(next: string | null) => onChange?.(next ?? undefined)}
      options={groups}
      loading={units.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
    />
  );
}
