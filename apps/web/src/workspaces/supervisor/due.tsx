import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../lib/api/client';
import { Empty, Loaded } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { Until } from '../../ui/time';

/** Limits of law that break soon, or broke, over all organisations. */
export function Due() {
  const { t } = useTranslation('supervisor');
  const due = useQuery({ queryKey: ['due'], queryFn: () => api.get('/api/supervision/due'), refetchInterval: 30_000 });
  return (
    <Loaded query={due}>
      {({ items }) => (
        <DataTable
          caption={t('home.due')}
          rows={items}
          keyOf={({ kind, objectId }) => `${kind} ${objectId}`}
          empty={<Empty>{t('due.none')}</Empty>}
          columns={[
            { key: 'what', title: t('due.what'), render: ({ kind }) => t(`kind.${kind}`, { ns: 'terms' }) },
            { key: 'object', title: t('due.object'), render: ({ code, title }) => <Link to={`/supervisor/tenders/${encodeURIComponent(code ?? '')}`}>{<Foreign>{title}</Foreign>}</Link> },
            { key: 'who', title: t('due.who'), render: ({ owes }) => <Foreign>{owes}</Foreign> },
            { key: 'due', title: t('due.due'), render: ({ dueAt }) => (dueAt ? <Until at={dueAt} /> : '') },
            { key: 'state', title: t('due.state'), render: ({ overdue }) => <Chip tone={overdue ? 'error' : 'warning'}>{t(overdue ? 'due.over' : 'due.soon')}</Chip> },
          ]}
        />
      )}
    </Loaded>
  );
}
