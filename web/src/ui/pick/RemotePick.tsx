import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useT } from '@/i18n';

export interface Choice {
  value: string;
  label: string;
}

interface Props {
  id?: string | undefined;
  value?: Choice | null | undefined;
  onChange?: ((value: Choice | null) => void) | undefined;
  /** Names the query cache. */
  name: string;
  find: (text: string, signal: AbortSignal) => Promise<Choice[]>;
  placeholder?: string | undefined;
  /** Under the list when nothing was found. */
  missing?: ReactNode;
  className?: string | undefined;
  autoFocus?: boolean | undefined;
  'aria-label'?: string | undefined;
}

/** A choice out of many thousands: the server searches while one types. */
export function RemotePick({ value, onChange, name, find, missing, ...rest }: Props) {
  const t = useT();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    queryKey: ['pick', name, asked],
    queryFn: ({ signal }) => find(asked, signal),
    enabled: open,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const options = found.data ?? [];
  return (
    <Select
      {...rest}
      labelInValue
      allowClear
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      value={value ?? null}
      onChange={(next: { value: string; label: ReactNode } | null) => {
        setText('');
        onChange?.(next ? { value: next.value, label: String(next.label) } : null);
      }}
      onOpenChange={setOpen}
      options={options}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? t.common.loading : (missing ?? t.common.emptyTitle)}
      popupMatchSelectWidth={false}
      style={{ width: '100%' }}
    />
  );
}
