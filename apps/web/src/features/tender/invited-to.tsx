import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../lib/api/client';
import { Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { Until } from '../../ui/time';
import { StatusChip } from './parts';
import { isClosing } from './stages';

const asked = { invited: 'true', stage: 'bidding', sort: 'closing', limit: 50 } as const;

/** Tenders that invite the own organisation and take bids: nobody else finds them. Nothing where there is none. */
export function InvitedTo() {
  const { t } = useTranslation('bidder');
  const tenders = useQuery({ queryKey: ['tenders', 'invited'], queryFn: () => api.get('/api/tenders', { query: asked }), refetchInterval: 60_000 });
  if (!tenders.data?.items.length) return null;
  return (
    <Panel title={t('invited.title')}>
      <DataTable
        caption={t('invited.title')}
        rows={tenders.data.items}
        keyOf={({ id }) => id}
        empty=""
        columns={[
          { key: 'title', title: t('find.name'), render: ({ code, title }) => <Link to={`/bidder/tenders/${encodeURIComponent(code)}`}>{<Foreign>{title}</Foreign>}</Link> },
          { key: 'tenderer', title: t('find.tenderer'), render: ({ tenderer }) => <Foreign>{tenderer}</Foreign> },
          { key: 'status', title: t('find.state'), render: ({ status, held }) => <StatusChip status={status} held={held} /> },
          { key: 'deadline', title: t('find.deadline'), render: (row) => <Until at={row.deadline} countdown={isClosing(row)} /> },
        ]}
      />
    </Panel>
  );
}
