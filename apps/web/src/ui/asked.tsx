import { useTranslation } from 'react-i18next';
import { Until } from './time';

/** An act that waits for a second person: nothing has taken effect yet. */
export function AskedNote({ asked }: { asked: { confirmer: string; expiresAt: string } }) {
  const { t } = useTranslation();
  return (
    <div className="done" role="status">
      <h2>{t('asked.title')}</h2>
      <p>
        {t('asked.text', { role: t(`role.${asked.confirmer}`, { ns: 'terms' }) })} <Until at={asked.expiresAt} />
      </p>
    </div>
  );
}
