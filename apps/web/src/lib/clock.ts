import { useEffect, useState } from 'react';

/**
 * The server's clock. The offset is measured by half the round trip of `/api/clock`, again each minute and whenever the page wakes; all
 * countdowns lean on it, none on the device's own clock.
 */
let offset = 0;
let measured = false;
let simulated = false;
const listeners = new Set<() => void>();

export const serverNow = (): number => Date.now() + offset;
/** Before that `serverNow` is the device's time, which nobody may be told for the server's. */
export const isMeasured = (): boolean => measured;
/** How far the device's clock is off, in ms; positive when it is behind. A simulated clock says nothing about the device. */
export const deviceError = (): number | undefined => (measured && !simulated ? offset : undefined);

export async function measureClock(): Promise<void> {
  const sent = Date.now();
  const answer = await fetch('/api/clock', { cache: 'no-store' });
  if (!answer.ok) return;
  const clock = (await answer.json()) as { now: string; simulated?: boolean };
  offset = Date.parse(clock.now) - (sent + Date.now()) / 2;
  measured = true;
  simulated = clock.simulated ?? false;
  for (const listener of listeners) listener();
}

const quietly = () => void measureClock().catch(() => undefined); // offline: the last offset goes on

export function keepClock(): () => void {
  quietly();
  const timer = setInterval(quietly, 60_000);
  const wake = () => document.visibilityState === 'visible' && quietly();
  document.addEventListener('visibilitychange', wake);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', wake);
  };
}

/** The server's time, told anew each `everyMs`. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const tick = () => setNow(serverNow());
    const timer = setInterval(tick, everyMs);
    listeners.add(tick);
    return () => {
      clearInterval(timer);
      listeners.delete(tick);
    };
  }, [everyMs]);
  return now;
}
