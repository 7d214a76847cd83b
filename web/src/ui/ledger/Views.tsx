import { AppstoreOutlined, CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import type { Search } from '@/lib/search';
import { parseSearch, stringifySearch } from '@/lib/search';
import { useWrite } from '../useWrite';

interface View {
  id: string;
  name: string;
  query: string;
}

/** Named filters of one page, kept with the account. */
export function Views({ page, current, apply }: { page: string; current: Search; apply: (query: Search) => void }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const queryKey = ['views', page];
  const views = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<ListOf<View>>('/api/v1/views', { page }, signal),
    enabled: open,
  });
  const save = useWrite((body: { page: string; name: string; query: string }, key) => api.post('/api/v1/views', body, key), {
    refresh: [queryKey],
    said: t.common.saved,
    onDone: () => setName(''),
  });
  const remove = useWrite((id: string, key) => api.delete(`/api/v1/views/${id}`, undefined, key), { refresh: [queryKey] });
  const submit = () => {
    if (name.trim() !== '') save.mutate({ page, name: name.trim(), query: stringifySearch(current).slice(1) });
  };
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title={t.table.views}
      content={
        <div style={{ width: 264 }}>
          {views.data?.items.length ? (
            <ul className="plain-list">
              {views.data.items.map((view) => (
                <li key={view.id} className="view-row">
                  <Button
                    type="link"
                    onClick={() => {
                      apply(parseSearch(view.query));
                      setOpen(false);
                    }}
                  >
                    {view.name}
                  </Button>
                  <Button
                    type="text"
                    size="small"
                    icon={<CloseOutlined />}
                    aria-label={t.table.viewDelete(view.name)}
                    onClick={() => remove.mutate(view.id)}
                  />
                </li>
              ))}
            </ul>
          ) : (
            <p className="soft">{t.table.viewNone}</p>
          )}
          <div style={{ display: 'flex', gap: 8 }}>
            <Input
              aria-label={t.table.viewName}
              placeholder={t.table.viewSave}
              value={name}
              maxLength={40}
              onChange={(event) => setName(event.target.value)}
              onPressEnter={submit}
            />
            <Button onClick={submit} loading={save.isPending} aria-disabled={name.trim() === ''}>
              {t.common.save}
            </Button>
          </div>
        </div>
      }
    >
      <Button icon={<AppstoreOutlined />}>{t.table.views}</Button>
    </Popover>
  );
}
