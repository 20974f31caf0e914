import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { useNow } from '../../lib/clock';
import { Panel } from '../../ui/page';
import { Reasoned } from '../../ui/reasoned';
import { isLapsed, Recorded, Whole } from './records';

function Waiting({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('replacement.inName')}>
      <p>
        <strong>{t('replacement.inNameHelp')}</strong>
      </p>
      <Whole id={id} />
      <Reasoned
        title={t('replacement.notMine')}
        what={t('replacement.notMineWhat')}
        reason={{ name: '/reason', label: t('approvals.reason') }}
        need={t('approvals.needReason')}
        send={({ reason }, key) => api.post('/api/me/certificates/replacement/refuse', { body: { reason }, key })}
      />
    </Panel>
  );
}

/** Somebody without a session asked that another certificate take the place of this person's. Who is signed in knows whether it was he, also of one that came to nothing while he was away. */
export function AskedInMyName() {
  const { t } = useTranslation();
  const own = useQuery({ queryKey: ['proposals', 'own'], queryFn: () => api.get('/api/proposals/own'), refetchInterval: 30_000 });
  const now = useNow();
  const asked = (own.data ?? []).filter(({ act }) => act === 'certificate.replace');
  const waiting = asked.find((row) => row.status === 'open' && !isLapsed(row, now));
  const over = asked.filter((row) => row !== waiting);
  return (
    <>
      {waiting && <Waiting id={waiting.id} />}
      {over.length > 0 && (
        <Panel title={t('replacement.earlier')}>
          {over.map((row) => (
            <Recorded key={row.id} row={row} />
          ))}
        </Panel>
      )}
    </>
  );
}
