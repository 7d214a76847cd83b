import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api } from '@/api/http';
import type { PersonRef } from '@/api/types';
import { useT } from '@/i18n';

interface Props {
  id?: string;
  /** Whose people; none to choose from before a unit is. */
  unit: string | undefined;
  value?: string | null;
  onChange?: (value: string | undefined) => void;
  allowClear?: boolean;
  placeholder?: string;
  className?: string;
  'aria-label'?: string;
}

export const peopleQuery = (unit: string | undefined) => ({
  queryKey: ['interactions', 'people', unit],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<{ accounts: PersonRef[] }>('/api/v1/interactions/people', { unit }, signal),
  enabled: unit !== undefined,
});

/** Somebody with an account in a unit. */
export function PersonPick({ unit, value, onChange, placeholder, ...rest }: Props) {
  const t = useT();
  const people = useQuery(peopleQuery(unit));
  return (
    <Select
      {...rest}
      value={value ?? null}
      onChange={(chosen: string | null) => onChange?.(chosen ?? undefined)}
      disabled={unit === undefined}
      loading={people.isFetching}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={placeholder ?? t.handover.person}
      style={{ width: '100%' }}
      options={(people.data?.accounts ?? []).map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
