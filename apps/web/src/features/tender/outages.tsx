import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { Foreign } from '../../ui/plain';
import { At } from '../../ui/time';
import type { Tender } from './api';

/** When the platform was away while this lot ran: what goes on longer for it, whose bid was on its way then, and what he does now. */
export function Outages({ tender }: { tender: Pick<Tender, 'id' | 'publishedAt'> }) {
  const { t } = useTranslation();
  const outages = useQuery({
    queryKey: ['outages', tender.id],
    enabled: tender.publishedAt !== null,
    queryFn: () => api.get('/api/tenders/{id}/opening/outages', { path: { id: tender.id } }),
  });
  const told = outages.data?.items.filter(({ own, moved, inDoubt = [] }) => own || inDoubt.length > 0 || Object.keys(moved).length > 0) ?? [];
  return told.map(({ outageId, from, to, moved, own, inDoubt = [] }) => (
    <section key={outageId} className="banner banner-warning">
      <p>
        {t('outage.was')} <At at={from} /> – <At at={to} />
        <a href="/outages">{t('outage.evidence')}</a>
      </p>
      <ul>
        {Object.entries(moved).map(([period, one]) => (
          <li key={period}>
            {t(`outage.period.${period}`)} <At at={one.from} /> → <At at={one.to} />
          </li>
        ))}
      </ul>
      {own && <p>{t('outage.own')}</p>}
      {inDoubt.length > 0 && (
        <p>
          {t('outage.inDoubt')}{' '}
          {inDoubt.map(({ bidder }) => (
            <Foreign key={bidder}>{`${bidder} `}</Foreign>
          ))}
        </p>
      )}
    </section>
  ));
}
