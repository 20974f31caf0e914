import { useTranslation } from 'react-i18next';
import { useSettings } from '../lib/settings';

/** Before there is a session: the way back to what is public, and the other language. */
export function GateHead() {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  return (
    <p>
      <a href={settings.language === 'zh' ? '/' : '/en'}>{t('signin.portal')}</a> ·{' '}
      <button type="button" className="link" onClick={() => change({ language: settings.language === 'zh' ? 'en' : 'zh' })}>
        {t('otherLanguage')}
      </button>
    </p>
  );
}
