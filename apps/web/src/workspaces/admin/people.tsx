import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AddAccount } from '../../features/identity/grants';
import { PeopleTable } from '../../features/identity/people';
import { api, ProblemError } from '../../lib/api/client';
import { Empty, Loaded, Page, Panel } from '../../ui/page';

export function PeoplePage() {
  const { t } = useTranslation('admin');
  const people = useQuery({ queryKey: ['admin', 'people'], retry: false, queryFn: () => api.get('/api/accounts', { query: { limit: 200 } }) });
  const organisations = useQuery({ queryKey: ['admin', 'organisations'], retry: false, queryFn: () => api.get('/api/organisations', { query: { limit: 200 } }) });
  const others = people.error instanceof ProblemError && people.error.status === 403;
  return (
    <Page title={t('people.title')}>
      <p>{t('people.lead')}</p>
      {others ? (
        <Empty>{t('notYours')}</Empty>
      ) : (
        <Loaded query={people}>
          {({ items }) => (
            <>
              <PeopleTable rows={items} />
              <Panel title={t('people.new')}>
                <AddAccount organisations={organisations.data?.items ?? []} />
              </Panel>
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}
