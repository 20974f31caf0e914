import { useTranslation } from 'react-i18next';
import { money, time } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import type { Room, RoomEvent } from '../../lib/socket';

/** A lost connection says so, and that it came back with nothing missing. */
export function LinkState({ room, shown }: { room: Room; shown: boolean }) {
  const { t } = useTranslation('live');
  if (!shown) return null;
  if (room.link === 'cut')
    return (
      <p className="banner banner-warning" role="alert">
        {t('link.cut', { n: room.events.at(-1)?.number ?? 0 })}
      </p>
    );
  return (
    <p className="meta" role="status">
      {room.link === 'live' ? t('link.live', { n: room.events.at(-1)?.number ?? 0 }) : t('link.connecting')} {room.caughtUp > 0 && t('link.back', { n: room.caughtUp })}
    </p>
  );
}

function Told({ event }: { event: RoomEvent }) {
  const { t } = useTranslation('live');
  const language = useLanguage();
  const { bidder, priceFen, name, trustee, organisation, receiptCode } = event.payload as Partial<Record<'bidder' | 'priceFen' | 'name' | 'trustee' | 'organisation' | 'receiptCode', string>>;
  const { secrets } = event.payload as { secrets?: string[] };
  return (
    <>
      {t(`event.${event.type}`, { defaultValue: event.type })} {event.seat && t('event.seat', { seat: event.seat })} {bidder && <bdi>{bidder}</bdi>} {name && <bdi>{name}</bdi>}{' '}
      {secrets?.map((secret) => t(`event.secret.${secret}`)).join(t('event.and'))} {trustee && <bdi>{trustee}</bdi>} {organisation && <bdi>{organisation}</bdi>}{' '}
      {receiptCode && <code>{receiptCode}</code>} {priceFen && money(priceFen, language)}
    </>
  );
}

/** The numbered events of a place, the newest first. */
export function Events({ events }: { events: readonly RoomEvent[] }) {
  const { t } = useTranslation('live');
  if (events.length === 0) return <p>{t('event.none')}</p>;
  return (
    // biome-ignore lint: a scrolling list has to be reachable by keyboard
    <ol className="events" tabIndex={0} aria-label={t('event.list')}>
      {[...events].reverse().map((event) => (
        <li key={event.number}>
          <small>
            {event.number} · {time(event.at)}
          </small>{' '}
          <Told event={event} />
        </li>
      ))}
    </ol>
  );
}
