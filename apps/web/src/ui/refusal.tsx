import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../lib/settings';
import { wordsOf } from '../lib/told';
import { OfflineError, type Problem, ProblemError } from '../lib/api/client';

/** The field on this page that a pointer names, if there is one. */
type FieldOf = (pointer: string) => HTMLElement | null | undefined;

/** What was refused, why, by which article, what can be done now. It takes the focus, so that nobody overlooks it. */
export function Refusal({ problem, fieldOf }: { problem: Problem; fieldOf?: FieldOf | undefined }) {
  const { t } = useTranslation();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), [problem]);
  return (
    <div className="refusal" role="alert" tabIndex={-1} ref={panel}>
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

/** Any failure in the same place: a refusal, a lost connection, or a fault that nobody foresaw. */
export function Failure({ error, fieldOf, onRetry }: { error: unknown; fieldOf?: FieldOf; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!error) return null;
  if (error instanceof ProblemError) return <Refusal problem={error.problem} fieldOf={fieldOf} />;
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
