import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Todo } from '../../features/workbench/todo';
import { api } from '../../lib/api/client';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';

/** The room to enter first; then what is owed. */
export function HomePage() {
  const { t } = useTranslation('expert');
  const seats = useQuery({ queryKey: ['seats'], queryFn: () => api.get('/api/evaluations'), refetchInterval: 5000 });
  const running = seats.data?.find(({ status }) => status !== 'signed' && status !== 'ended');
  return (
    <Page
      title={t('home.title')}
      act={
        running && (
          <Link className="ant-btn ant-btn-primary" to={`/rooms/${running.tenderId}`}>
            {t('home.enter')}
          </Link>
        )
      }
    >
      <Todo workspace="expert" />
      <Panel title={t('home.seats')}>
        <Loaded query={seats}>
          {(rows) => (
            <DataTable
              caption={t('home.seats')}
              rows={rows}
              keyOf={({ id }) => id}
              empty={<Empty>{t('home.none')}</Empty>}
              columns={[
                { key: 'title', title: t('home.project'), render: ({ tenderId, title }) => <Link to={`/rooms/${tenderId}`}>{<Foreign>{title}</Foreign>}</Link> },
                { key: 'seat', title: t('home.seat'), render: ({ seat }) => seat },
                { key: 'starts', title: t('home.starts'), render: ({ startsAt }) => <At at={startsAt} /> },
                { key: 'status', title: t('home.state'), render: ({ status }) => <Chip tone={status === 'signed' ? 'success' : 'info'}>{t(`status.${status}`)}</Chip> },
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </Page>
  );
}
