/** Digits alone keep two places each; between marks one will do, as people write. */
const INSTANT = /^(\d{4})(?:(\d{2})(\d{2}) ?(\d{2})(\d{2})|[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]?(\d{1,2})[:：时](\d{2})分?)$/;

/** `2026-12-15 09:30`, `2026/12/5 9:30`, `2026年12月15日 9:30` or `202612150930`, Beijing time -> ISO instant; undefined when it is none. */
export function parseInstant(text: string): string | undefined {
  const match = INSTANT.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute] = match.slice(1).filter(Boolean).map(Number) as [number, number, number, number, number];
  const utc = new Date(Date.UTC(year, month - 1, day, hour - 8, minute));
  const real = new Date(utc.getTime() + 8 * 3_600_000);
  const same = real.getUTCMonth() === month - 1 && real.getUTCDate() === day && hour < 24 && minute < 60;
  return same ? utc.toISOString() : undefined;
}

const [MINUTE, DAY] = [60_000, 86_400_000];
const BEIJING = 8 * 60 * MINUTE;
const HALF_PAST_NINE = 9.5 * 60 * MINUTE;

/**
 * The nearest instant on the lawful side of a bound, at the time of day that was typed; at 09:30 where none was: bids are opened while people are at work,
 * and not at the midnight from which a period counts.
 */
export function lawfulAt(bound: string, typed: string | undefined, latest: boolean): string {
  const of = (at: number) => (at + BEIJING) % DAY;
  const at = Date.parse(bound);
  const same = at - of(at) + (typed ? of(Date.parse(typed)) : HALF_PAST_NINE);
  if (latest) return new Date(same > at ? same - DAY : same).toISOString();
  return new Date(same < at ? same + DAY : same).toISOString();
}
