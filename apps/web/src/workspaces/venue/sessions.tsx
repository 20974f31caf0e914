import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../lib/api/client';
import { Empty, Loaded, Page } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';

/** Today's openings and evaluations, who is expected and who has come. */
export function SessionsPage() {
  const { t } = useTranslation('venue');
  const sessions = useQuery({ queryKey: ['sessions-today'], queryFn: () => api.get('/api/venue/sessions'), refetchInterval: 5000 });
  return (
    <Page title={t('sessions.title')}>
      <Loaded query={sessions}>
        {({ items }) => (
          <DataTable
            caption={t('sessions.title')}
            rows={items}
            keyOf={({ kind, code }) => `${kind} ${code}`}
            empty={<Empty>{t('sessions.none')}</Empty>}
            columns={[
              { key: 'starts', title: t('sessions.starts'), render: ({ startsAt }) => <At at={startsAt} /> },
              {
                key: 'kind',
                title: t('sessions.kind'),
                render: ({ kind, code }) => <Link to={kind === 'opening' ? `/openings/${encodeURIComponent(code)}` : `/rooms/${encodeURIComponent(code)}`}>{t(`sessions.kinds.${kind}`)}</Link>,
              },
              { key: 'lot', title: t('sessions.lot'), render: ({ title }) => <Foreign>{title}</Foreign> },
              { key: 'room', title: t('sessions.room'), render: ({ room }) => room ?? t('sessions.noRoom') },
              {
                key: 'seats',
                title: t('sessions.seats'),
                render: ({ seats }) =>
                  seats?.map(({ seat, checkedIn }) => (
                    <Chip key={seat} tone={checkedIn ? 'success' : 'neutral'}>
                      {seat} {t(checkedIn ? 'sessions.here' : 'sessions.expected')}
                    </Chip>
                  )),
              },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
