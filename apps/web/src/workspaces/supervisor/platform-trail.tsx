import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useCan } from '../../lib/session';
import { api } from '../../lib/api/client';
import { SelectField, TextField } from '../../ui/form';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Chip } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';
import { Who } from './who';

const NAMES = ['actor', 'act', 'address', 'from', 'to', 'outcome'] as const;
type Asked = Record<(typeof NAMES)[number], string>;

const askedIn = (query: URLSearchParams): Asked => Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ''])) as Asked;
const given = (asked: Asked): Partial<Asked> => Object.fromEntries(Object.entries(asked).filter(([, value]) => value));

/** What is asked for stands in the address, so that a finding can be sent on. */
function Filter({ asked, onAsk }: { asked: Asked; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('supervisor');
  const [typed, setTyped] = useState(asked);
  const change = (name: keyof Asked) => (value: string) => setTyped({ ...typed, [name]: value });
  const text = (name: keyof Asked, label: string, placeholder = t('trail.exact')) => (
    <TextField name={name} label={label} value={typed[name]} onChange={change(name)} placeholder={placeholder} optional />
  );
  return (
    <form
      className="row-acts"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(typed);
      }}
    >
      {text('actor', t('trail.actor'))}
      {text('act', t('trail.act'), 'session.start')}
      {text('address', t('trail.address'))}
      {text('from', t('trail.since'), '2026-01-01')}
      {text('to', t('trail.until'), '2026-12-31')}
      <SelectField
        name="outcome"
        label={t('trail.outcome')}
        value={typed.outcome}
        onChange={change('outcome')}
        empty={t('trail.any')}
        options={['done', 'refused'].map((value) => ({ value, text: t(`trail.${value}`) }))}
      />
      <Button htmlType="submit">{t('trail.find')}</Button>
    </form>
  );
}

/** The trail of the whole platform, for the audit administrator: sign-ins and refusals too. */
export function PlatformTrailPage() {
  const { t } = useTranslation('supervisor');
  const [query, setQuery] = useSearchParams();
  const asked = askedIn(query);
  const can = useCan();
  const trail = useInfiniteQuery({
    queryKey: ['platform-trail', asked],
    queryFn: ({ pageParam }) => api.get('/api/trail', { query: { ...(given(asked) as { outcome?: 'done' }), ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    retry: false,
  });
  return (
    <Page title={t('trail.of')}>
      <Panel title={t('trail.title')}>
        <p>{t('trail.help')}</p>
        <Filter key={query.toString()} asked={asked} onAsk={(next) => setQuery(given(next) as Record<string, string>)} />
        <Loaded query={trail}>
          {({ pages }) => (
            <DataTable
              caption={t('trail.of')}
              rows={pages.flatMap(({ entries }) => entries)}
              keyOf={({ id }) => id}
              empty={<Empty>{t('trail.none')}</Empty>}
              more={trail.hasNextPage ? { load: () => void trail.fetchNextPage(), loading: trail.isFetchingNextPage } : undefined}
              columns={[
                { key: 'at', title: t('trail.at'), render: ({ at }) => <At at={at} exact /> },
                { key: 'act', title: t('trail.act'), render: ({ act }) => t(`act.${act}`, { ns: 'terms', defaultValue: act }) },
                { key: 'actor', title: t('trail.actor'), render: ({ actorLogin, objectLogin }) => <Who logins={[actorLogin, objectLogin]} /> },
                { key: 'ip', title: t('trail.address'), render: ({ ip }) => ip },
                {
                  key: 'outcome',
                  title: t('trail.outcome'),
                  render: ({ outcome }) => <Chip tone={outcome === 'done' ? 'success' : 'error'}>{t(outcome === 'done' ? 'trail.done' : 'trail.refused')}</Chip>,
                },
                { key: 'times', title: t('trail.times'), render: ({ times }) => times },
                { key: 'project', title: t('trail.project'), render: ({ projectId }) => projectId && can('hold.place') && <Link to={`/supervisor/projects/${projectId}`}>{t('trail.open')}</Link> },
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </Page>
  );
}
