import { useEffect, type ReactNode } from 'react';
import { useT } from '@/i18n';
import { AppLink } from './AppLink';

interface PageProps {
  title: string;
  /** Shown in place of the plain title; the document's title stays text. */
  heading?: ReactNode;
  sub?: ReactNode;
  crumbs?: { label: string; to: string }[];
  actions?: ReactNode;
  children: ReactNode;
}

/** Every page: one h1, the document title, where it hangs, what can be done. */
export function Page({ title, heading, sub, crumbs, actions, children }: PageProps) {
  const t = useT();
  useEffect(() => {
    document.title = `${title} · ${t.common.product}`;
  }, [title, t]);
  return (
    <>
      <div className="page-head">
        <div className="grow">
          {crumbs && (
            <div className="crumbs">
              {crumbs.map((crumb) => (
                <span key={crumb.to}>
                  <AppLink to={crumb.to}>{crumb.label}</AppLink> /{' '}
                </span>
              ))}
            </div>
          )}
          <h1>{heading ?? title}</h1>
          {sub && <div className="sub">{sub}</div>}
        </div>
        {actions && <div className="doing">{actions}</div>}
      </div>
      {children}
    </>
  );
}
