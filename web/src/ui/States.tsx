import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Problem } from '@/api/problem';
import { useT } from '@/i18n';

/** Grey lines while data comes; announced once to screen readers. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useT();
  return (
    <div role="status" className="panel">
      <span className="visually-hidden">{t.common.loading}</span>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

export function Empty({ title, hint, children }: { title?: string; hint?: string; children?: ReactNode }) {
  const t = useT();
  return (
    <div className="state">
      <strong>{title ?? t.common.emptyTitle}</strong>
      {hint === undefined ? t.common.emptyHint : hint}
      {children && <div>{children}</div>}
    </div>
  );
}

/** A failed read: what the server said, its request number, and another try. */
export function Failed({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const t = useT();
  const problem = error instanceof Problem ? error : null;
  if (problem?.isAbsent) return <Empty title={t.common.notFoundTitle} hint={t.common.notFoundHint} />;
  return (
    <div className="state" role="alert">
      <strong>{t.common.errorTitle}</strong>
      <div>{problem?.isOffline ? t.common.offline : error instanceof Error ? error.message : String(error)}</div>
      {problem?.requestId && <div className="soft">{t.common.requestId(problem.requestId)}</div>}
      {retry && <Button onClick={retry}>{t.common.retry}</Button>}
    </div>
  );
}

interface Reading<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** The three states of a query in one place: `<Shown of={query}>{(data) => …}</Shown>`. */
export function Shown<T>({ of, rows, children }: { of: Reading<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return children(of.data);
  if (of.isPending) return <Loading {...(rows ? { rows } : {})} />;
  return <Failed error={of.error} retry={() => void of.refetch()} />;
}
