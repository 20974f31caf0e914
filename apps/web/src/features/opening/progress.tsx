import { useTranslation } from 'react-i18next';
import { Chip, Foreign } from '../../ui/plain';
import type { Opening } from './api';

/** Opened is only what is open as a whole; with trustees the price comes first. */
export function BidState({ bid: { priced, decrypted } }: { bid: { priced: boolean; decrypted: boolean } }) {
  const { t } = useTranslation();
  if (decrypted) return <Chip tone="success">{t('opening.opened')}</Chip>;
  return priced ? <Chip tone="info">{t('opening.priced')}</Chip> : <Chip tone="warning">{t('opening.waiting')}</Chip>;
}

/** For those who may not know the names yet: how many bids are open by now. */
export function OpenedCount({ opening: { bids, progress } }: { opening: Opening }) {
  const { t } = useTranslation();
  return bids === undefined || !progress ? null : <p>{t('opening.progress', { bids, ...progress })}</p>;
}

/** How many of the trustees it takes, and who has released shares. */
export function TrusteesReleased({ trustees: { threshold, people } }: { trustees: NonNullable<Opening['trustees']> }) {
  const { t } = useTranslation();
  const released = people.filter((one) => one.released).length;
  return (
    <>
      <p>{t(released < threshold ? 'opening.moreNeeded' : 'opening.enough', { k: threshold, n: people.length, released, more: threshold - released })}</p>
      <ul className="plain-list">
        {people.map((one, i) => (
          <li key={i}>
            <Chip tone={one.released ? 'success' : released < threshold ? 'warning' : 'neutral'}>{t(one.released ? 'opening.released' : 'opening.awaited')}</Chip> <Foreign>{one.name}</Foreign>{' '}
            <small>
              <Foreign>{one.organisation}</Foreign>
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
