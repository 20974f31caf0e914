export interface Rate {
  /** Messages at once. */
  burst: number;
  /** And a second after that. */
  perSecond: number;
}

/** On all sockets of one person: a page has one, and a member who scores sends a few messages a minute. */
export const PERSONS = { most: 20, burst: 200, perSecond: 20 };
/** On all sockets without a session at one address. They may stay, and there is nothing that they may do. */
export const STRANGERS = { most: 50, burst: 20, perSecond: 1 };

/** What one process hears of a sender in a minute: as much as all processes together do (http/meters.ts). */
export const aMinute = ({ burst, perSecond }: Rate): number => burst + 60 * perSecond;
