import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { StatusChip } from '../../features/tender/parts';
import { isClosing } from '../../features/tender/stages';
import { api } from '../../lib/api/client';
import { Empty, Loaded, Page } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { Search } from '../../ui/search';
import { DataTable } from '../../ui/table';
import { Until } from '../../ui/time';

/** The own organisation's tenders; what is searched for stands in the address. */
export function TendersPage() {
  const { t } = useTranslation('agency');
  const [query, setQuery] = useSearchParams();
  const asked = { mine: 'true' as const, limit: 100, q: query.get('q') ?? '' };
  const tenders = useInfiniteQuery({
    queryKey: ['tenders', 'mine', asked.q],
    queryFn: ({ pageParam }) => api.get('/api/tenders', { query: { ...asked, after: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return (
    <Page title={t('tenders.title')}>
      <Search label={t('tenders.search')} asked={asked.q} onAsk={(q) => setQuery(q ? { q } : {})} />
      <Loaded query={tenders}>
        {({ pages }) => (
          <DataTable
            caption={t('tenders.title')}
            rows={pages.flatMap(({ items }) => items)}
            keyOf={({ id }) => id}
            empty={<Empty>{t('tenders.none')}</Empty>}
            xlsx={`/api/tenders.xlsx?${new URLSearchParams({ mine: 'true', ...(asked.q ? { q: asked.q } : {}) })}`}
            more={tenders.hasNextPage ? { load: () => void tenders.fetchNextPage(), loading: tenders.isFetchingNextPage } : undefined}
            columns={[
              { key: 'title', title: t('tenders.name'), render: ({ code, title }) => <Link to={`/agency/tenders/${encodeURIComponent(code)}`}>{<Foreign>{title}</Foreign>}</Link> },
              { key: 'code', title: t('tenders.code'), render: ({ code }) => <code>{code}</code> },
              { key: 'status', title: t('tenders.state'), render: ({ status, held }) => <StatusChip status={status} held={held} /> },
              { key: 'deadline', title: t('tenders.deadline'), render: (row) => <Until at={row.deadline} countdown={isClosing(row)} /> },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
