import { useTranslation } from 'react-i18next';
import { AddAccount } from '../../features/identity/grants';
import { People } from '../../features/identity/people';
import { api } from '../../lib/api/client';
import { useMe } from '../../lib/session';
import { Page, Panel } from '../../ui/page';
import { Renaming } from './renaming';

/** The head of an organisation: his own people, and what they may do. */
export function PeoplePage() {
  const { t } = useTranslation('organisation');
  const me = useMe();
  return (
    <Page title={t('title')} status={<small>{me.organisationName}</small>}>
      <p>{t('lead')}</p>
      <People name="own" find={(query) => api.get('/api/me/organisation/accounts', { query })} />
      <Panel title={t('new')}>
        <AddAccount />
      </Panel>
      <Renaming />
    </Page>
  );
}
