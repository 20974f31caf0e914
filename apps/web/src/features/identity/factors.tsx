import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { type Answer, api, UnansweredError } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { RadioField, TextField } from '../../ui/form';
import { LeaveGuard } from '../../ui/leave-guard';
import { Panel } from '../../ui/page';
import { Facts, Foreign } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { At } from '../../ui/time';

/** What can be asked about somebody's account: each needs another person. */
const ASKS = {
  'reset-password': (id: string, reason: string, key: string) => api.post('/api/accounts/{id}/password/reset', { path: { id }, body: { reason }, key }),
  'end-codes': (id: string, reason: string, key: string) => api.post('/api/accounts/{id}/codes/end', { path: { id }, body: { reason }, key }),
  suspend: (id: string, reason: string, key: string) => api.post('/api/accounts/{id}/suspend', { path: { id }, body: { reason }, key }),
  reinstate: (id: string, reason: string, key: string) => api.post('/api/accounts/{id}/reinstate', { path: { id }, body: { reason }, key }),
};
type AccountAct = keyof typeof ASKS;
const IN_USE: readonly AccountAct[] = ['reset-password', 'end-codes', 'suspend'];
const SUSPENDED: readonly AccountAct[] = ['reinstate'];

export function AskAboutAccount({ account, onDone }: { account: { id: string; name: string; login: string; suspendedAt: string | null }; onDone: () => void }) {
  const { t } = useTranslation();
  const acts = account.suspendedAt ? SUSPENDED : IN_USE;
  const [act, setAct] = useState<AccountAct>(acts[0]!);
  const [reason, setReason] = useState('');
  const ask = useAct((key: string) => ASKS[act](account.id, reason.trim(), key));
  if (ask.data) return <AskedNote asked={ask.data} onAgain={ask.reset} />;
  return (
    <ActPanel
      what={
        <>
          {t('factors.askWhat')} <Foreign>{account.name}</Foreign> <code>{account.login}</code>
        </>
      }
      content={
        <>
          {acts.length > 1 && (
            <RadioField
              name="act"
              label={t('factors.which')}
              value={act}
              onChange={(value) => setAct(value as AccountAct)}
              options={acts.map((value) => ({ value, text: t(`factors.${value}.name`) }))}
            />
          )}
          <p className="help">{t(`factors.${act}.what`)}</p>
          <TextField name="/reason" label={t('grants.reason')} help={t('factors.reasonHelp')} value={reason} onChange={setReason} rows={2} maxLength={500} />
        </>
      }
      act={t(`factors.${act}.ask`)}
      onAct={(key) => ask.mutate(key)}
      onBack={onDone}
      busy={ask.isPending}
      error={ask.error}
      hindrance={reason.trim() ? undefined : t('factors.incomplete')}
    />
  );
}

type Waiting = Answer<'/api/first-passwords'>['items'][number];

/** One half, shown this once. It stays on the page until its reader says that he has it; after an answer that was lost, until he knows that he has to ask for a new one. */
function Half({ one, onAsked, onSeen }: { one: Waiting; onAsked: () => void; onSeen: () => void }) {
  const { t } = useTranslation();
  const take = useAct((_: void) => api.post('/api/first-passwords/{accountId}/half', { path: { accountId: one.accountId } }));
  return (
    <div className="act">
      <Facts
        rows={[
          [
            t('factors.whose'),
            <>
              <Foreign>{one.name}</Foreign> <code>{one.login}</code>
            </>,
          ],
          [t('people.organisation'), <Foreign>{one.organisation}</Foreign>],
          [t('factors.until'), <At at={one.endsAt} />],
          take.data && [t('factors.half'), <code className="half">{take.data.half}</code>],
        ]}
      />
      <Failure error={take.error} />
      {take.data && <p role="status">{t('factors.handOver')}</p>}
      {take.error instanceof UnansweredError && <p className="unsubmitted">{t('factors.lost')}</p>}
      <div className="act-buttons">
        {take.data ? (
          <Button onClick={onSeen}>{t('factors.seen')}</Button>
        ) : (
          <Button
            type="primary"
            loading={take.isPending}
            onClick={() => {
              onAsked();
              take.mutate();
            }}
          >
            {t('factors.show')}
          </Button>
        )}
        {take.error && <Button onClick={onSeen}>{t('factors.letGo')}</Button>}
      </div>
    </div>
  );
}

/** Halves of first passwords that this person has yet to see and to hand over. */
export function FirstPasswords() {
  const { t } = useTranslation();
  const may = useCan()('identity.take-half');
  const waiting = useQuery({ queryKey: ['first-passwords'], enabled: may, refetchInterval: 10_000, queryFn: () => api.get('/api/first-passwords') });
  // one that was asked for may wait no longer, whatever came of it; it stays here until its reader lets it go
  const [asked, setAsked] = useState<readonly Waiting[]>([]);
  const without = (id: string, rows: readonly Waiting[]) => rows.filter(({ accountId }) => accountId !== id);
  const others = (waiting.data?.items ?? []).filter(({ accountId }) => !asked.some((one) => one.accountId === accountId));
  const all = [...asked, ...others];
  if (all.length === 0) return null;
  return (
    <Panel title={t('factors.title')}>
      <LeaveGuard lost={() => (asked.length > 0 ? t('factors.leaving') : undefined)} />
      <p>{t('factors.help')}</p>
      {all.map((one) => (
        <Half key={one.accountId} one={one} onAsked={() => setAsked((before) => [...without(one.accountId, before), one])} onSeen={() => setAsked((before) => without(one.accountId, before))} />
      ))}
    </Panel>
  );
}
