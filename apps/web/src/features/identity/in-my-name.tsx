import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { useNow } from '../../lib/clock';
import { Panel } from '../../ui/page';
import { Reasoned } from '../../ui/reasoned';
import { isLapsed, Whole } from './records';

/** Somebody without a session asked that another certificate take the place of this person's. Who is signed in knows whether it was he. */
export function AskedInMyName() {
  const { t } = useTranslation();
  const own = useQuery({ queryKey: ['proposals', 'own'], queryFn: () => api.get('/api/proposals/own'), refetchInterval: 30_000 });
  const now = useNow();
  const waiting = own.data?.find((row) => row.act === 'certificate.replace' && row.status === 'open' && !isLapsed(row, now));
  if (!waiting) return null;
  return (
    <Panel title={t('replacement.inName')}>
      <p>
        <strong>{t('replacement.inNameHelp')}</strong>
      </p>
      <Whole id={waiting.id} />
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
