import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { Opened } from '../../ui/opened';
import { Empty, Loaded } from '../../ui/page';
import { Chip, Foreign } from '../../ui/plain';
import { Search } from '../../ui/search';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';
import { EndSessions } from './end-sessions';
import { AskAboutAccount, FirstPasswords } from './factors';
import { AskRole } from './grants';

type Account = Answer<'/api/accounts'>['items'][number];

/** Of an expert the month alone, and never the one that runs: who signs in within the half hour of a call would be known by it. */
function LastSignIn({ account: { roles, lastSignInAt, lastSignInMonth } }: { account: Account }) {
  const { t } = useTranslation();
  if (lastSignInAt) return <At at={lastSignInAt} />;
  if (lastSignInMonth) return t('people.lastMonth', { month: lastSignInMonth });
  return t(roles.includes('expert') ? 'people.noMonth' : 'people.never');
}

type Find = (query: { q?: string; after?: string; limit: number }) => Promise<{ items: Account[]; next: string | null }>;

/** Accounts by login, looked through at the server; `find` knows whose they are. */
export function People({ name, find }: { name: string; find: Find }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const people = useInfiniteQuery({
    queryKey: ['people', name, q],
    queryFn: ({ pageParam }) => find({ ...(q ? { q } : {}), ...(pageParam ? { after: pageParam } : {}), limit: 100 }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    retry: false,
    placeholderData: keepPreviousData, // what was begun below the table stays while another list is on its way
  });
  const more = people.hasNextPage ? { load: () => void people.fetchNextPage(), loading: people.isFetchingNextPage } : undefined;
  return (
    <>
      <FirstPasswords />
      <Search label={t('people.search')} asked={q} onAsk={setQ} />
      <Loaded query={people}>{({ pages }) => <PeopleTable rows={pages.flatMap(({ items }) => items)} more={more} />}</Loaded>
    </>
  );
}

/** What is asked for somebody is asked below the table. */
function PeopleTable({ rows, more }: { rows: readonly Account[]; more: { load(): void; loading: boolean } | undefined }) {
  const { t } = useTranslation();
  const can = useCan();
  const [asking, setAsking] = useState<{ account: Account; act: 'role' | 'account'; nth: number }>();
  const open = (account: Account, act: 'role' | 'account') => setAsking((before) => ({ account, act, nth: (before?.nth ?? 0) + 1 }));
  const chosen = rows.find(({ id }) => id === asking?.account.id) ?? asking?.account; // who is not in the list that was searched for since is still asked about
  const done = () => setAsking(undefined);
  return (
    <>
      <DataTable
        caption={t('people.title')}
        rows={rows}
        keyOf={({ id }) => id}
        empty={<Empty>{t('people.none')}</Empty>}
        more={more}
        columns={[
          { key: 'name', title: t('people.name'), render: ({ name }) => <Foreign>{name}</Foreign> },
          { key: 'login', title: t('people.login'), render: ({ login }) => <code>{login}</code> },
          { key: 'organisation', title: t('people.organisation'), render: ({ organisation }) => <Foreign>{organisation}</Foreign> },
          { key: 'roles', title: t('people.roles'), render: ({ roles }) => roles.map((role) => t(`role.${role}`, { ns: 'terms' })).join('、') },
          { key: 'last', title: t('people.last'), render: (account) => <LastSignIn account={account} /> },
          {
            key: 'state',
            title: t('people.state'),
            render: (account) => (
              <div className="act-buttons">
                {account.suspendedAt ? <Chip tone="error">{t('people.suspended')}</Chip> : <Button onClick={() => open(account, 'role')}>{t('grants.ask')}</Button>}
                {can('account.suspend') && <Button onClick={() => open(account, 'account')}>{t(account.suspendedAt ? 'factors.reinstate.open' : 'factors.open')}</Button>}
              </div>
            ),
          },
        ]}
      />
      {chosen && asking && (
        <Opened key={asking.nth}>
          {asking.act === 'role' && !chosen.suspendedAt && <AskRole account={chosen} onDone={done} />}
          {asking.act === 'account' && <AskAboutAccount account={chosen} onDone={done} />}
          {asking.act === 'account' && !chosen.suspendedAt && can('session.revoke') && <EndSessions account={chosen} />}
        </Opened>
      )}
    </>
  );
}
