import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Answer, api } from '../../lib/api/client';
import { Empty, Loaded } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';

export type Place = Answer<'/api/supervision/running'>['items'][number];

export const useRunning = () => useQuery({ queryKey: ['running'], queryFn: () => api.get('/api/supervision/running'), refetchInterval: 5000 });

const addressOf = ({ kind, code }: Place) =>
  kind === 'opening' ? `/openings/${encodeURIComponent(code)}` : kind === 'evaluation' ? `/rooms/${encodeURIComponent(code)}` : `/supervisor/tenders/${encodeURIComponent(code)}`;

/** Openings, draws and rooms that run now. */
export function Running() {
  const { t } = useTranslation('supervisor');
  const running = useRunning();
  return (
    <Loaded query={running}>
      {({ items }) => (
        <DataTable
          caption={t('home.running')}
          rows={items}
          keyOf={({ kind, tenderId }) => `${kind} ${tenderId}`}
          empty={<Empty>{t('running.none')}</Empty>}
          columns={[
            { key: 'kind', title: t('running.kind'), render: (place) => <Link to={addressOf(place)}>{t(`running.kinds.${place.kind}`)}</Link> },
            { key: 'title', title: t('running.lot'), render: ({ title }) => <Foreign>{title}</Foreign> },
            { key: 'tenderer', title: t('running.tenderer'), render: ({ tenderer }) => <Foreign>{tenderer}</Foreign> },
            {
              key: 'state',
              title: t('running.state'),
              render: ({ held, status }) => (held ? <Chip tone="held">{t('running.held')}</Chip> : status ? <Chip tone="info">{t(`running.status.${status}`, { defaultValue: status })}</Chip> : ''),
            },
            { key: 'seats', title: t('running.seats'), render: ({ seats }) => (seats ? `${seats.present}/${seats.of}` : '') },
            { key: 'since', title: t('running.since'), render: ({ since }) => <At at={since} /> },
            { key: 'last', title: t('running.last'), render: ({ lastEventAt }) => (lastEventAt ? <At at={lastEventAt} /> : '') },
          ]}
        />
      )}
    </Loaded>
  );
}
