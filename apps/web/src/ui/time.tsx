import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deviceError, isMeasured, useNow } from '../lib/clock';
import { date, dateTime, remaining, time } from '../lib/format';
import { useLanguage } from '../lib/settings';

const SPOKEN_MINUTES = [1440, 60, 30, 10, 5, 1];

/** Time left by the server's clock. Silent, but for a few moments that are spoken once; at zero it declares nothing by itself. */
export function Countdown({ until, large = false, onZero }: { until: string; large?: boolean; onZero?: () => void }) {
  const language = useLanguage();
  const { t } = useTranslation();
  const left = Date.parse(until) - useNow();
  const minutes = Math.ceil(left / 60_000);
  const [spoken, setSpoken] = useState('');
  const over = left <= 0;
  const told = useRef(false);
  useEffect(() => {
    if (SPOKEN_MINUTES.includes(minutes)) setSpoken(t('clock.left', { t: remaining(left, language) }));
  }, [minutes]); // oxlint-disable-line react/exhaustive-deps -- spoken once at each of these minutes, not each second
  useEffect(() => {
    if (over && !told.current) onZero?.();
    told.current = over;
  }, [over, onZero]);
  if (over) return <span className="left">{t('clock.waiting')}</span>;
  return (
    <span className={large ? 'left left-large' : 'left'} role="timer">
      {t('clock.left', { t: remaining(left, language) })}
      <span className="unseen" aria-live="polite">
        {spoken}
      </span>
    </span>
  );
}

/** An instant in full, with the time left while it lies ahead. */
export function Until({ at, countdown = true }: { at: string; countdown?: boolean }) {
  const language = useLanguage();
  const ahead = Date.parse(at) > useNow(5000);
  return (
    <span className="until">
      <time dateTime={at}>{dateTime(at, language)}</time> {countdown && ahead && <Countdown until={at} />}
    </span>
  );
}

/** `exact`: with the second, where records stand in an order or a deadline is a matter of seconds. */
export function At({ at, exact = false }: { at: string; exact?: boolean }) {
  return <time dateTime={at}>{dateTime(at, useLanguage(), exact)}</time>;
}

/** The server's clock in the header; names the error of a device that is off by more than two seconds. */
export function ServerClock() {
  const now = useNow();
  const language = useLanguage();
  const { t } = useTranslation();
  const error = deviceError();
  const off = error !== undefined && Math.abs(error) > 2000;
  if (!isMeasured()) return null;
  return (
    <span className="server-clock">
      <span className="unseen">{t('clock.server')}</span>
      <span className="server-date">{date(now, language)} </span>
      {time(now)}
      {off && <span className="clock-off">{t(error > 0 ? 'clock.slow' : 'clock.fast', { s: Math.round(Math.abs(error) / 1000) })}</span>}
    </span>
  );
}
