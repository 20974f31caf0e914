import { useTranslation } from 'react-i18next';
import { useMe } from '../lib/session';
import { Chip } from './plain';

/** What is simulated says so, on every page of a demonstration. */
export function DemoBand() {
  const { t } = useTranslation('common');
  const me = useMe();
  if (me.installation !== 'demonstration') return null;
  return (
    <p className="banner banner-demo">
      <Chip tone="demo">{t('demo.mark')}</Chip> {t(me.simulatedClock ? 'demo.clock' : 'demo.text')}
    </p>
  );
}
