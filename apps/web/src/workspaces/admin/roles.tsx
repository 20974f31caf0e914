import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { useLanguage } from '../../lib/settings';
import { ListPage } from './list';

export function RolesPage() {
  const { t } = useTranslation('admin');
  const language = useLanguage();
  return (
    <ListPage
      name="roles"
      load={async () => (await api.get('/api/roles')).items}
      keyOf={({ code }) => code}
      columns={[
        { key: 'role', title: t('roles.role'), render: (role) => role[language] },
        { key: 'code', title: t('roles.code'), render: ({ code }) => <code>{code}</code> },
        { key: 'acts', title: t('roles.acts'), render: ({ acts }) => acts.map((act) => t(`act.${act}`, { ns: 'terms', defaultValue: act })).join('、') },
      ]}
    />
  );
}
