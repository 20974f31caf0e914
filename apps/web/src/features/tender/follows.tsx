import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { Empty, Loaded } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { StatusChip } from './parts';
import { isClosing } from './stages';
import { Failure } from '../../ui/refusal';
import { DataTable } from '../../ui/table';
import { Until } from '../../ui/time';

const useFollows = () => useQuery({ queryKey: ['follows'], queryFn: () => api.get('/api/follows') });

/** Whether the own organisation follows a tender; nobody else learns of it (O20 21). */
export function Follow({ tenderId }: { tenderId: string }) {
  const { t } = useTranslation('bidder');
  const follows = useFollows();
  const on = follows.data?.items.some((one) => one.tenderId === tenderId) ?? false;
  const path = { id: tenderId };
  const change = useAct((_: void) => (on ? api.del('/api/tenders/{id}/follow', { path }) : api.put('/api/tenders/{id}/follow', { path, body: {} as never })));
  return (
    <>
      <Button onClick={() => change.mutate()} loading={change.isPending} aria-pressed={on} title={t('follow.secret')}>
        {t(on ? 'follow.off' : 'follow.on')}
      </Button>
      <Failure error={change.error} />
    </>
  );
}

export function Follows() {
  const { t } = useTranslation('bidder');
  const follows = useFollows();
  return (
    <Loaded query={follows}>
      {({ items }) => (
        <DataTable
          caption={t('follow.title')}
          rows={items}
          keyOf={({ tenderId }) => tenderId}
          empty={<Empty>{t('follow.none')}</Empty>}
          columns={[
            { key: 'title', title: t('find.name'), render: ({ code, title }) => <Link to={`/bidder/tenders/${encodeURIComponent(code)}`}>{<Foreign>{title}</Foreign>}</Link> },
            { key: 'status', title: t('find.state'), render: ({ status, held }) => <StatusChip status={status} held={held} /> },
            { key: 'deadline', title: t('find.deadline'), render: (row) => <Until at={row.deadline} countdown={isClosing(row)} /> },
          ]}
        />
      )}
    </Loaded>
  );
}
