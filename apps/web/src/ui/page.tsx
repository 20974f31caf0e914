import { Skeleton } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemError } from '../lib/api/client';
import { Failure } from './refusal';

export interface Crumb {
  text: string;
  to: string;
}

interface PageProps {
  title: string;
  /** Stands before the name in the browser's tab: what must not be forgotten. */
  mark?: string | undefined;
  crumbs?: readonly Crumb[] | undefined;
  status?: ReactNode;
  /** The one primary act of the page. */
  act?: ReactNode;
  children: ReactNode;
}

/** The frame of each page of a workspace: where am I, what is it, how does it stand, what is the one thing to do. */
export function Page({ title, mark, crumbs = [], status, act, children }: PageProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${mark ? `${mark} ` : ''}${title} · ${t('name')}`;
  }, [title, mark, t]);
  return (
    <div className="page">
      {crumbs.length > 0 && (
        <nav aria-label={t('page.crumbs')} className="crumbs">
          {crumbs.map(({ text, to }) => (
            <Link key={to} to={to}>
              {text}
            </Link>
          ))}
        </nav>
      )}
      <div className="page-head">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {status}
        <div className="page-act">{act}</div>
      </div>
      {children}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch(): unknown;
}

/** What a query gave, or why not yet: a skeleton of the real size, "not found", or the failure with a way to try again. What was loaded before stays. */
export function Loaded<T>({ query, children, rows = 6 }: { query: Asked<T>; children: (data: T) => ReactNode; rows?: number }) {
  const { t } = useTranslation();
  if (query.data === undefined && query.error instanceof ProblemError && query.error.status === 404)
    // what was loaded stays: a session that ended is answered like a stranger
    return (
      <div className="empty">
        <h2>{t('missing.title')}</h2>
        <p>{t('missing.why')}</p>
      </div>
    );
  return (
    <>
      {query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data === undefined && !query.error && <Skeleton active={false} paragraph={{ rows }} title={false} aria-label={t('loading')} />}
      {query.data !== undefined && children(query.data)}
    </>
  );
}

/** Nothing here: why, and what first. */
export const Empty = ({ children, act }: { children: ReactNode; act?: ReactNode }) => (
  <div className="empty">
    <p>{children}</p>
    {act}
  </div>
);

/** A panel of a page with its heading. */
export const Panel = ({ title, extra, children, id }: { title: string; extra?: ReactNode; children: ReactNode; id?: string }) => (
  <section className="panel" id={id} aria-label={title}>
    <div className="panel-head">
      <h2>{title}</h2>
      {extra}
    </div>
    {children}
  </section>
);
