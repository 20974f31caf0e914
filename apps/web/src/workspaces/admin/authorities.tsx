import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Chip, Foreign, Hash, type Tone } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';
import { AddAuthority, BringList, EndAuthority } from './authority-forms';

type View = Answer<'/api/authorities'>;
export type Authority = View['authorities'][number];
type List = View['lists'][number];

const TONES: Record<List['state'], Tone> = { fresh: 'success', late: 'warning', expired: 'error', none: 'neutral' };

/** Every authority has its row among the lists, those without a list too: that nothing is known of its revocations is the news. */
export function listsOf({ authorities, lists }: View): List[] {
  const known = new Set(lists.map(({ fingerprint }) => fingerprint));
  const none = { url: null, ocspUrl: null, state: 'none' as const, number: null, thisUpdate: null, nextUpdate: null, entries: null, fetchedAt: null, error: null };
  return [...lists, ...authorities.filter(({ fingerprint, endedAt }) => !endedAt && !known.has(fingerprint)).map(({ fingerprint, name }) => ({ ...none, issuer: name, fingerprint }))];
}

function Recognised({ authorities, onEnd }: { authorities: readonly Authority[]; onEnd: (fingerprint: string) => void }) {
  const { t } = useTranslation('admin');
  const can = useCan();
  return (
    <DataTable
      caption={t('authorities.recognised')}
      rows={authorities}
      keyOf={({ fingerprint }) => fingerprint}
      empty={<Empty>{t('none')}</Empty>}
      columns={[
        { key: 'name', title: t('authorities.name'), render: ({ name }) => <Foreign>{name}</Foreign> },
        { key: 'until', title: t('authorities.until'), render: ({ notAfter }) => <At at={notAfter} /> },
        {
          key: 'state',
          title: t('authorities.state'),
          render: ({ endedAt }) =>
            endedAt ? (
              <>
                <Chip tone="neutral">{t('authorities.ended')}</Chip> <At at={endedAt} />
              </>
            ) : (
              <Chip tone="success">{t('authorities.inForce')}</Chip>
            ),
        },
        { key: 'hash', title: 'SHA-256', render: ({ fingerprint }) => <Hash value={fingerprint} /> },
        can('authority.ask') && {
          key: 'act',
          title: t('authorities.act'),
          render: ({ fingerprint, endedAt }) => !endedAt && <Button onClick={() => onEnd(fingerprint)}>{t('authorities.end')}</Button>,
        },
      ]}
    />
  );
}

/** A state in a word, what it means for the people who sign, and what to do. */
function ListState({ list: { state, error, url } }: { list: List }) {
  const { t } = useTranslation('admin');
  return (
    <>
      <Chip tone={TONES[state]}>{t(`authorities.list.${state}`)}</Chip>
      <p className="meta">{t(`authorities.means.${state}`)}</p>
      {error && (
        <p className="meta">
          {t('authorities.lastError')} <bdi>{error}</bdi>
        </p>
      )}
      {!url && state !== 'none' && <p className="meta">{t('authorities.noAddress')}</p>}
    </>
  );
}

function Lists({ lists, onBring }: { lists: readonly List[]; onBring: (fingerprint: string) => void }) {
  const { t } = useTranslation('admin');
  const can = useCan();
  return (
    <DataTable
      caption={t('authorities.lists')}
      rows={lists}
      keyOf={({ fingerprint }) => fingerprint}
      empty={<Empty>{t('none')}</Empty>}
      columns={[
        { key: 'issuer', title: t('authorities.name'), render: ({ issuer }) => <Foreign>{issuer}</Foreign> },
        { key: 'state', title: t('authorities.state'), render: (list) => <ListState list={list} /> },
        { key: 'number', title: t('authorities.number'), render: ({ number }) => (number ? <code>{number}</code> : '—') },
        { key: 'entries', title: t('authorities.entries'), render: ({ entries }) => entries ?? '—', numeric: true },
        { key: 'next', title: t('authorities.next'), render: ({ nextUpdate }) => (nextUpdate ? <At at={nextUpdate} /> : '—') },
        {
          key: 'address',
          title: t('authorities.address'),
          render: ({ url, ocspUrl }) => (
            <>
              <bdi>{url ?? '—'}</bdi>
              {ocspUrl && (
                <small>
                  <br />
                  {t('authorities.ocsp')} <bdi>{ocspUrl}</bdi>
                </small>
              )}
            </>
          ),
        },
        can('authority.manage') && { key: 'act', title: t('authorities.act'), render: ({ fingerprint }) => <Button onClick={() => onBring(fingerprint)}>{t('authorities.bring')}</Button> },
      ]}
    />
  );
}

/** Whose certificates count here, and how well their revocations are known. Read by every administrator, changed by the security administrator. */
export function AuthoritiesPage() {
  const { t } = useTranslation('admin');
  const can = useCan();
  const [doing, setDoing] = useState<{ act: 'end' | 'bring'; fingerprint: string }>();
  const view = useQuery({ queryKey: ['authorities'], queryFn: () => api.get('/api/authorities'), refetchInterval: 10_000 });
  const refresh = useAct((_: void) => api.post('/api/authorities/refresh'));
  const start = (act: 'end' | 'bring') => (fingerprint: string) => setDoing({ act, fingerprint });
  const over = () => setDoing(undefined);
  const named = (found: View) =>
    listsOf(found).find(({ fingerprint }) => fingerprint === doing?.fingerprint)?.issuer ?? found.authorities.find(({ fingerprint }) => fingerprint === doing?.fingerprint)?.name ?? '';
  return (
    <Page
      title={t('authorities.title')}
      act={
        can('authority.manage') && (
          <Button onClick={() => refresh.mutate()} loading={refresh.isPending}>
            {t('authorities.refresh')}
          </Button>
        )
      }
    >
      <p>{t('authorities.lead')}</p>
      <p className="meta">{t(can('authority.ask') ? 'authorities.asks' : can('authority.manage') ? 'authorities.confirms' : 'authorities.readOnly')}</p>
      <Failure error={refresh.error} />
      {refresh.data && <p role="status">{t('authorities.fetched', { count: refresh.data.fetched })}</p>}
      <Loaded query={view}>
        {(found) => (
          <>
            <Panel title={t('authorities.lists')}>
              <Lists lists={listsOf(found)} onBring={start('bring')} />
              {doing?.act === 'bring' && <BringList key={doing.fingerprint} fingerprint={doing.fingerprint} name={named(found)} onDone={over} />}
            </Panel>
            <Panel title={t('authorities.recognised')}>
              <Recognised authorities={found.authorities} onEnd={start('end')} />
              {doing?.act === 'end' && <EndAuthority key={doing.fingerprint} fingerprint={doing.fingerprint} name={named(found)} onDone={over} />}
            </Panel>
            {can('authority.ask') && (
              <Panel title={t('authorities.add')}>
                <AddAuthority />
              </Panel>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
