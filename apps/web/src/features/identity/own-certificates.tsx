import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../lib/api/client';
import { useNow } from '../../lib/clock';
import { useCan } from '../../lib/session';
import { Empty, Loaded } from '../../ui/page';
import { Chip, type Tone } from '../../ui/plain';
import { daysLeft, type Health, healthOf, inForce, type OwnCertificate } from './health';

export const useOwnCertificates = (enabled = true) => useQuery({ queryKey: ['certificates', 'own'], enabled, staleTime: 600_000, queryFn: () => api.get('/api/me/certificates') });

const TONES: Record<Health, Tone> = { good: 'success', soon: 'warning', expired: 'error', ended: 'neutral' };

export function HealthChip({ certificate }: { certificate: OwnCertificate }) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const health = healthOf(certificate, now);
  return <Chip tone={TONES[health]}>{t(`certificates.health.${health}`, { count: daysLeft(certificate, now) })}</Chip>;
}

/** Which certificates this person signs and opens with, and how long they last. */
export function CertificateHealth() {
  const { t } = useTranslation();
  const own = useOwnCertificates();
  return (
    <Loaded query={own} rows={2}>
      {({ items }) =>
        inForce(items).length === 0 ? (
          <Empty>{t('certificates.none')}</Empty>
        ) : (
          <ul className="plain-list">
            {inForce(items).map((one) => (
              <li key={one.id}>
                {t(`certificates.usage.${one.usage}`)} <HealthChip certificate={one} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

/** On every page of a workspace while a certificate is about to end, or has. */
export function CertificateBanner() {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const own = useOwnCertificates(useCan()('certificate.bind'));
  const ending = inForce(own.data?.items ?? []).filter((one) => healthOf(one, now) !== 'good');
  return ending.map((one) => (
    <p key={one.id} className="banner banner-warning" role="status">
      {t(healthOf(one, now) === 'expired' ? 'certificates.bannerExpired' : 'certificates.bannerSoon', { usage: t(`certificates.usage.${one.usage}`), count: daysLeft(one, now) })}{' '}
      <Link to="/account/certificates">{t('certificates.renew')}</Link>
    </p>
  ));
}
