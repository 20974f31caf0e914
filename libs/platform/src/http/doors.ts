/**
 * What strangers come for, and how much of ANONYMOUS_PER_MINUTE one address may take of each: a flood at one door leaves the others open.
 * Think of an office with hundreds of bidders behind one address.
 */
export const DOORS = {
  /** The portal's pages. */
  page: 1,
  /** What anybody may read by the interfaces. */
  read: 1,
  /** Lists that are searched. */
  search: 0.5,
  /** Workbooks. */
  export: 0.05,
  /** Passwords: each costs a core some 30 ms. */
  'sign-in': 0.1,
  certificate: 0.25,
  challenge: 0.25,
  registration: 0.05,
  /** Acts that want a session, without one. */
  locked: 0.25,
  /** Addresses that nothing answers. */
  unknown: 0.1,
  /** New sockets. */
  socket: 0.25,
  /** Files of the pages: some twenty at somebody's first visit, and browsers keep them. More at once would take the loop's time from bids. */
  file: 3,
  health: 0.5,
} as const satisfies Record<string, number>;

export type Door = keyof typeof DOORS;
