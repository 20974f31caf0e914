import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../lib/settings';
import { wordsOf } from '../lib/told';
import { OfflineError, type Problem, ProblemError, UnansweredError } from '../lib/api/client';

/** The field on this page that a pointer names, if there is one. */
type FieldOf = (pointer: string) => HTMLElement | null | undefined;

/** What was refused, why, by which article, what can be done now. It takes the focus of whoever asked for it, so that he does not overlook it. */
export function Refusal({ problem, fieldOf, quiet = false }: { problem: Problem; fieldOf?: FieldOf | undefined; quiet?: boolean }) {
  const { t } = useTranslation();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => void (quiet || panel.current?.focus()), [problem, quiet]);
  return (
    <div className="refusal" role={quiet ? 'status' : 'alert'} tabIndex={-1} ref={panel}>
      <h2>{problem.title}</h2>
      {problem.violations.map((violation, i) => (
        <section key={i}>
          <p className="own-lines">
            {violation.detail}
            {violation.pointer && fieldOf?.(violation.pointer) && (
              <>
                {' '}
                <button type="button" className="link" onClick={() => fieldOf(violation.pointer!)?.focus()}>
                  {t('refusal.toField')}
                </button>
              </>
            )}
          </p>
          {violation.citation && (
            <p>
              <strong>{t('refusal.basis')}</strong> {violation.citation}
            </p>
          )}
          {violation.next && violation.next !== problem.violations[i + 1]?.next && (
            <p>
              <strong>{t('refusal.next')}</strong> {violation.next}
            </p>
          )}
        </section>
      ))}
      {problem.violations.length === 0 && <p>{problem.detail}</p>}
      <p className="meta">
        {t('refusal.number')} <code>{problem.requestId}</code>
      </p>
    </div>
  );
}

/** The platform, or what stands before it, is away or full for a while. */
const isAway = (error: unknown): boolean => error instanceof ProblemError && error.status >= 500;

/** Any failure in the same place: a refusal, a lost connection, or a fault that nobody foresaw. `onRetry`: nobody asked for it just now, it was a page's own look. */
export function Failure({ error, fieldOf, onRetry }: { error: unknown; fieldOf?: FieldOf; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!error) return null;
  if (onRetry && isAway(error))
    return (
      <p className="banner" role="status">
        {t('failure.away')} <Button onClick={onRetry}>{t('failure.retry')}</Button>
      </p>
    );
  if (error instanceof ProblemError) return <Refusal problem={error.problem} fieldOf={fieldOf} quiet={onRetry !== undefined} />;
  if (error instanceof UnansweredError)
    return (
      <div className="refusal" role="alert">
        <h2>{t('failure.unanswered')}</h2>
        <p>{t('failure.unansweredNext')}</p>
      </div>
    );
  const words = wordsOf(error, language);
  if (words)
    return (
      <div className="refusal" role="alert">
        <p className="own-lines">{words}</p>
      </div>
    );
  return (
    <div className="refusal" role="alert">
      <h2>{t(error instanceof OfflineError ? 'failure.offline' : 'failure.unknown')}</h2>
      <p>{t(error instanceof OfflineError ? 'failure.offlineNext' : 'failure.unknownNext')}</p>
      {!(error instanceof OfflineError) && <p className="meta">{error instanceof Error ? error.message : ''}</p>}
      {onRetry && <Button onClick={onRetry}>{t('failure.retry')}</Button>}
    </div>
  );
}
