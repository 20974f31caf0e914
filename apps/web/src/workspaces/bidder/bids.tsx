import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BidChip } from '../../features/bidding/state';
import { StatusChip } from '../../features/tender/parts';
import { isClosing } from '../../features/tender/stages';
import { api } from '../../lib/api/client';
import { Empty, Loaded, Page } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At, Until } from '../../ui/time';

/** Every bid of the own organisation, what can still be lost first. */
export function BidsPage() {
  const { t } = useTranslation('bidder');
  const bids = useInfiniteQuery({
    queryKey: ['bids'],
    queryFn: ({ pageParam }) => api.get('/api/bids', { query: { after: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 10_000,
  });
  return (
    <Page title={t('bids.title')}>
      <Loaded query={bids}>
        {({ pages }) => (
          <DataTable
            caption={t('bids.title')}
            rows={pages.flatMap(({ items }) => items)}
            keyOf={({ id }) => id}
            empty={<Empty>{t('bids.none')}</Empty>}
            more={bids.hasNextPage ? { load: () => void bids.fetchNextPage(), loading: bids.isFetchingNextPage } : undefined}
            columns={[
              { key: 'title', title: t('bids.lot'), render: ({ code, title }) => <Link to={`/bidder/tenders/${encodeURIComponent(code)}`}>{<Foreign>{title}</Foreign>}</Link> },
              { key: 'number', title: t('bids.version'), render: ({ number }) => number, numeric: true },
              { key: 'status', title: t('bids.state'), render: ({ status }) => <BidChip status={status} /> },
              { key: 'stage', title: t('bids.stage'), render: ({ tenderStatus, held }) => <StatusChip status={tenderStatus} held={held} /> },
              { key: 'deadline', title: t('bids.deadline'), render: ({ deadline, held, tenderStatus }) => <Until at={deadline} countdown={isClosing({ status: tenderStatus, held })} /> },
              { key: 'receipt', title: t('bids.receipt'), render: ({ code, receiptCode }) => <Link to={`/bidder/bids/${encodeURIComponent(code)}/receipt/${receiptCode}`}>{receiptCode}</Link> },
              { key: 'received', title: t('bids.received'), render: ({ receivedAt }) => <At at={receivedAt} exact /> },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
