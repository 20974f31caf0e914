import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../ui/page';
import { Running } from './running';

export function LivePage() {
  const { t } = useTranslation('supervisor');
  return (
    <Page title={t('live.title')} act={<Link to="/supervisor/wall">{t('live.wall')}</Link>}>
      <p>{t('live.note')}</p>
      <Running />
    </Page>
  );
}
