import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '@/api/http';
import type { PageOf, ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import type { Choice } from './RemotePick';

interface Props {
  id?: string;
  value?: Choice[];
  onChange?: (value: Choice[]) => void;
  placeholder?: string;
}

/** Several projects: the server searches while one types. */
export function ProjectsPick({ value, onChange, ...rest }: Props) {
  const t = useT();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    queryKey: ['pick', 'projects', asked],
    queryFn: ({ signal }) => api.get<PageOf<ProjectRef>>('/api/v1/projects', { q: asked, limit: 20 }, signal),
    enabled: open,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return (
    <Select
      {...rest}
      mode="multiple"
      labelInValue
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      value={value ?? []}
      onChange={(next: { value: string; label: React.ReactNode }[]) => {
        setText('');
        onChange?.(next.map((one) => ({ value: one.value, label: String(one.label) })));
      }}
      onOpenChange={setOpen}
      options={(found.data?.items ?? []).map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }))}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? t.common.loading : t.common.emptyTitle}
      popupMatchSelectWidth={false}
      style={{ width: '100%' }}
    />
  );
}
