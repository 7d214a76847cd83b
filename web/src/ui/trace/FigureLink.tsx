import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Search } from '@/lib/search';
import { traceSearch, untraced, type Traced } from './model';

/** A figure that opens what it was made of. The page must draw a `TraceDrawer`. */
export function FigureLink({ of, children, className, label }: { of: Traced | null | undefined; children: ReactNode; className?: string; label?: string }) {
  const { pathname, search } = useLocation({ select: (at) => ({ pathname: at.pathname, search: at.search as unknown as Search }) });
  if (!of?.key) return <span className={className}>{children}</span>;
  return (
    <Link
      to={pathname}
      search={{ ...untraced(search), ...traceSearch(of) } as never}
      resetScroll={false}
      preload={false}
      className={`figure ${className ?? ''}`}
      {...(label ? { 'aria-label': label } : {})}
    >
      {children}
    </Link>
  );
}
