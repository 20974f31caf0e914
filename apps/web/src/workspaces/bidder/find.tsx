import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { StatusChip } from '../../features/tender/parts';
import { isClosing } from '../../features/tender/stages';
import { api } from '../../lib/api/client';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { CheckField } from '../../ui/form';
import { Empty, Loaded, Page } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { Until } from '../../ui/time';

/** Tenders to bid for, the nearest deadline first; closed ones on request. */
export function FindPage() {
  const { t } = useTranslation('bidder');
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const [q, setQ] = useState(query.get('q') ?? '');
  const all = query.get('all') === 'true';
  const asked = { limit: 50, q: query.get('q') ?? '', ...(all ? {} : { stage: 'bidding' as const, sort: 'closing' as const }) };
  const tenders = useInfiniteQuery({
    queryKey: ['tenders', 'find', asked.q, all],
    queryFn: ({ pageParam }) => api.get('/api/tenders', { query: { ...asked, after: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const ask = (next: string, every: boolean) => setQuery({ ...(next ? { q: next } : {}), ...(every ? { all: 'true' } : {}) });
  return (
    <Page title={t('find.title')}>
      <form
        className="row-acts"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          ask(q, all);
        }}
      >
        <Input aria-label={t('find.search')} placeholder={t('find.search')} value={q} onChange={(event) => setQ(event.target.value)} maxLength={100} style={{ maxWidth: 320 }} />
        <Button htmlType="submit">{t('find.go')}</Button>
        <CheckField name="all" label={t('find.all')} checked={all} onChange={(every) => ask(q, every)} />
      </form>
      <Loaded query={tenders}>
        {({ pages }) => (
          <DataTable
            caption={t('find.title')}
            rows={pages.flatMap(({ items }) => items)}
            keyOf={({ id }) => id}
            empty={<Empty>{t('find.none')}</Empty>}
            xlsx={`/api/tenders.xlsx?${new URLSearchParams(Object.entries(asked).flatMap(([name, value]) => (name === 'limit' || !value ? [] : [[name, String(value)]])))}`}
            more={tenders.hasNextPage ? { load: () => void tenders.fetchNextPage(), loading: tenders.isFetchingNextPage } : undefined}
            columns={[
              { key: 'title', title: t('find.name'), render: ({ code, title }) => <Link to={`/bidder/tenders/${encodeURIComponent(code)}`}>{<Foreign>{title}</Foreign>}</Link> },
              { key: 'tenderer', title: t('find.tenderer'), render: ({ tenderer }) => <Foreign>{tenderer}</Foreign> },
              { key: 'ceiling', title: t('find.ceiling'), render: ({ ceilingFen }) => (ceilingFen ? money(ceilingFen, language) : '—'), numeric: true },
              { key: 'status', title: t('find.state'), render: ({ status, held }) => <StatusChip status={status} held={held} /> },
              { key: 'deadline', title: t('find.deadline'), render: (row) => <Until at={row.deadline} countdown={isClosing(row)} /> },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
