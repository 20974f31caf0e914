import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

export function Lost() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <h1>{t('missing.title')}</h1>
      <p>{t('missing.why')}</p>
      <p>
        <a href="/">{t('missing.home')}</a>
      </p>
    </div>
  );
}

/** A fault of the page itself. What was typed is kept as a draft; the page can be loaded again. */
export function Broken() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <div className="refusal" role="alert">
      <h1>{t('failure.unknown')}</h1>
      <p>{t('failure.unknownNext')}</p>
      <p className="meta">{error instanceof Error ? error.message : String(error)}</p>
      <button type="button" onClick={() => location.reload()}>
        {t('failure.reload')}
      </button>
    </div>
  );
}
