import { useNavigate } from '@tanstack/react-router';
import type { Search } from '@/lib/search';
import { traceSearch, untraced } from '@/ui/trace/model';
import { useSearchState } from '@/ui/useSearch';

/**
 * A document as the server wrote it: escaped there, and the page's policy lets no script in.
 * A click on a figure opens its trace beside the text.
 */
export function TracedPaper({ label, html, params }: { label: string; html: string; params: Search }) {
  const navigate = useNavigate();
  const [search] = useSearchState();
  const open = (key: string) => {
    void navigate({ to: '.', search: { ...untraced(search), ...traceSearch({ key, params }) } as never, resetScroll: false });
  };
  return (
    <div
      className="paper"
      role="document"
      aria-label={label}
      onClick={(event) => {
        const link = (event.target as HTMLElement).closest<HTMLElement>('a[data-figure]');
        const key = link?.dataset['figure'];
        if (!key || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        open(key);
      }}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
