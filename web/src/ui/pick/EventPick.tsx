import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import type { ListOf } from '@/api/types';

export interface EventItem {
  id: string;
  name: string;
  held_on: string;
}

/** All events, the latest first: a district has some dozens a year. */
export const eventsQuery = {
  queryKey: ['events', 'all'],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<ListOf<EventItem>>('/api/v1/events', undefined, signal),
};

/** Events are the district's: a unit's reader is not asked for one. */
export function useReadsEvents(): boolean {
  const { can } = useSession();
  return can.some((grant) => grant.class === 'report' && grant.act === 'read' && grant.scope === 'district');
}

/** One event, found by its name or day. */
export function EventPick({ value, onChange, ...rest }: { id?: string; placeholder?: string; 'aria-label'?: string; value?: string | null; onChange?: (value: string | null) => void }) {
  const events = useQuery(eventsQuery);
  return (
    <Select
      {...rest}
      allowClear
      value={value ?? null}
      onChange={(next: string | null) => onChange?.(next ?? null)}
      loading={events.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={(events.data?.items ?? []).map((one) => ({ value: one.id, label: `${one.held_on} ${one.name}` }))}
    />
  );
}
