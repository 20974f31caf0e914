import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CertificateHealth } from '../../features/identity/own-certificates';
import { Todo } from '../../features/workbench/todo';
import { Page, Panel } from '../../ui/page';

export function HomePage() {
  const { t } = useTranslation('trustee');
  return (
    <Page title={t('home.title')}>
      <Todo workspace="trustee" />
      <p className="meta">{t('home.when')}</p>
      <Panel title={t('home.certificate')} extra={<Link to="/account/certificates">{t('certificates.manage', { ns: 'common' })}</Link>}>
        <CertificateHealth />
        <p>{t('home.certificateHelp')}</p>
      </Panel>
    </Page>
  );
}
