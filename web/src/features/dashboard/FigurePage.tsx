import '@/ui/trace/trace.css';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { Page } from '@/ui/Page';
import { Trace, TraceDrawer } from '@/ui/trace';
import { untraced } from '@/ui/trace/model';
import { useSearchState } from '@/ui/useSearch';

/** A figure on a page of its own, for links from other pages and from documents. */
export default function FigurePage() {
  const { key = '' } = useParams({ strict: false }) as { key?: string };
  const t = useT();
  const [search] = useSearchState();
  const [title, setTitle] = useState(t.trace.title);
  return (
    <Page title={title} {...(title === t.trace.title ? {} : { sub: t.trace.title })} crumbs={[{ label: t.nav.dashboard, to: paths.dashboard }]}>
      <div className="panel">
        <Trace figure={key} params={untraced(search)} onTitle={setTitle} />
      </div>
      <TraceDrawer context={untraced(search)} />
    </Page>
  );
}
