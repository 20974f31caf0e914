import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { Chip, Foreign } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { At } from '../../ui/time';
import { ListPage } from './list';

export function PeoplePage() {
  const { t } = useTranslation('admin');
  const suspend = useAct((id: string) => api.post('/api/accounts/{id}/suspend', { path: { id } }));
  return (
    <>
      <Failure error={suspend.error} />
      <ListPage
        name="people"
        load={async () => (await api.get('/api/accounts', { query: { limit: 100 } })).items}
        keyOf={({ id }) => id}
        columns={[
          { key: 'name', title: t('people.name'), render: ({ name }) => <Foreign>{name}</Foreign> },
          { key: 'login', title: t('people.login'), render: ({ login }) => <code>{login}</code> },
          { key: 'organisation', title: t('people.organisation'), render: ({ organisation }) => <Foreign>{organisation}</Foreign> },
          { key: 'roles', title: t('people.roles'), render: ({ roles }) => roles.map((role) => t(`role.${role}`, { ns: 'terms' })).join('、') },
          { key: 'last', title: t('people.last'), render: ({ lastSignInAt }) => (lastSignInAt ? <At at={lastSignInAt} /> : t('people.never')) },
          {
            key: 'state',
            title: t('people.state'),
            render: ({ id, suspendedAt }) => (suspendedAt ? <Chip tone="error">{t('people.suspended')}</Chip> : <Button onClick={() => suspend.mutate(id)}>{t('people.suspend')}</Button>),
          },
        ]}
      />
    </>
  );
}
