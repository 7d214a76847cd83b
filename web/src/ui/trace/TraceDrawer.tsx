import './trace.css';
import { Drawer } from 'antd';
import { useState } from 'react';
import { useT } from '@/i18n';
import type { Search } from '@/lib/search';
import { useSearchState } from '../useSearch';
import { Trace } from './Trace';
import { tracedIn, untraced } from './model';

/** Opens while the address names a trace. `context` is what the page's own pickers say: year, as-of date. */
export function TraceDrawer({ context = {} }: { context?: Search }) {
  const t = useT();
  const [search, change] = useSearchState();
  const traced = tracedIn(search);
  const [title, setTitle] = useState('');
  const close = () => {
    const kept = untraced(search);
    change(Object.fromEntries(Object.keys(search).map((name) => [name, kept[name]])));
  };
  return (
    <Drawer
      open={traced !== null}
      onClose={close}
      size="min(760px, 100vw)"
      title={title || t.trace.title}
      closable={{ 'aria-label': t.common.close }}
      destroyOnHidden
    >
      {traced && <Trace figure={traced.key} params={{ ...context, ...traced.params }} onTitle={setTitle} />}
    </Drawer>
  );
}
