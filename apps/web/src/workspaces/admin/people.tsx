import { useTranslation } from 'react-i18next';
import { AddAccount } from '../../features/identity/grants';
import { People } from '../../features/identity/people';
import { api } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { Empty, Page, Panel } from '../../ui/page';

export function PeoplePage() {
  const { t } = useTranslation('admin');
  const can = useCan();
  return (
    <Page title={t('people.title')}>
      <p>{t('people.lead')}</p>
      {can('account.read') ? (
        <>
          <People name="all" find={(query) => api.get('/api/accounts', { query })} />
          <Panel title={t('people.new')}>
            <AddAccount anywhere />
          </Panel>
        </>
      ) : (
        <Empty>{t('notYours')}</Empty>
      )}
    </Page>
  );
}
