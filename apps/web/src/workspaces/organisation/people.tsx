import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AddAccount } from '../../features/identity/grants';
import { PeopleTable } from '../../features/identity/people';
import { api } from '../../lib/api/client';
import { useMe } from '../../lib/session';
import { Loaded, Page, Panel } from '../../ui/page';

/** The head of an organisation: his own people, and what they may do. */
export function PeoplePage() {
  const { t } = useTranslation('organisation');
  const me = useMe();
  const people = useQuery({ queryKey: ['organisation', 'people'], queryFn: () => api.get('/api/me/organisation/accounts', { query: { limit: 200 } }) });
  return (
    <Page title={t('title')} status={<small>{me.organisationName}</small>}>
      <p>{t('lead')}</p>
      <Loaded query={people}>
        {({ items }) => (
          <>
            <PeopleTable rows={items} />
            <Panel title={t('new')}>
              <AddAccount />
            </Panel>
          </>
        )}
      </Loaded>
    </Page>
  );
}
