import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { Chip } from '../../ui/plain';
import { At } from '../../ui/time';
import { ListPage } from './list';

function Outcome({ failed, late }: { failed: number; late: boolean }) {
  const { t } = useTranslation('admin');
  if (late) return <Chip tone="error">{t('jobs.late')}</Chip>;
  return <Chip tone={failed ? 'error' : 'success'}>{failed ? t('jobs.failed', { count: failed }) : t('jobs.ok')}</Chip>;
}

export function JobsPage() {
  const { t } = useTranslation('admin');
  return (
    <ListPage
      name="jobs"
      load={async () => (await api.get('/api/jobs')).items}
      everyMs={10_000}
      keyOf={({ name }) => name}
      columns={[
        { key: 'name', title: t('jobs.name'), render: ({ name }) => t(`job.${name.replace('.', '-')}`, { ns: 'terms' }) },
        { key: 'every', title: t('jobs.every'), render: ({ everyMs }) => t('jobs.seconds', { count: Math.round(everyMs / 1000) }), numeric: true },
        { key: 'last', title: t('jobs.last'), render: ({ lastRunAt }) => (lastRunAt ? <At at={lastRunAt} /> : t('jobs.never')) },
        { key: 'state', title: t('jobs.state'), render: ({ failed, late }) => <Outcome failed={failed} late={late} /> },
      ]}
    />
  );
}
