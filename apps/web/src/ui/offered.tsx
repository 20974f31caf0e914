import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Standing } from '../lib/act';
import type { Answer } from '../lib/api/client';

/**
 * The form of an act, while the act is offered. The page is read anew while somebody types, and the act may be offered no more: what he began stays, with what it was
 * refused, until it is done or he lets it go. Its button stays too: pressed, the platform says why not.
 */
export function Offered({ on, now, children }: { on: boolean; now?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const [began, setBegan] = useState(false);
  const part = useMemo(() => ({ began: () => setBegan(true), ended: () => setBegan(false) }), []);
  if (!on && !began) return null;
  return (
    <div className="offered" onChange={part.began}>
      {!on && (
        <div className="banner banner-warning" role="alert">
          <p>
            {t('offered.gone')} {now}
          </p>
          <p>
            {t('offered.next')}{' '}
            <button type="button" className="link" onClick={part.ended}>
              {t('offered.letGo')}
            </button>
          </p>
        </div>
      )}
      <Standing value={part}>{children}</Standing>
    </div>
  );
}

type Lot = Pick<Answer<'/api/tenders/{id}'>, 'allowedActs' | 'status' | 'held'>;

/** An act on a lot, as long as the lot allows it; `and`: what the page asks besides. */
export function OnLot({ tender: { allowedActs, status, held }, act, and = true, children }: { tender: Lot; act: Lot['allowedActs'][number]; and?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const now = [t(`status.${status}`, { ns: 'terms' }), ...(held ? [t('tender.heldNow')] : [])].join(' · ');
  return (
    <Offered on={and && allowedActs.includes(act)} now={<strong>{now}</strong>}>
      {children}
    </Offered>
  );
}
