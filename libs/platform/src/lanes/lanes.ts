import { AsyncLocalStorage } from 'node:async_hooks';

export interface LaneSpec {
  /** Of DATABASE_POOL, in sixteenths; each lane has one connection at least. */
  share: number;
  /** Milliseconds that a statement may take, and wait for a lock. */
  statementMs: number;
  lockMs: number;
  /** Milliseconds that a request waits for a connection of the lane. */
  patienceMs: number;
  /** How many may wait, and how many of them for one person or address. */
  most: number;
  mostOfOne: number;
}

/**
 * Ways to the database, with connections of their own: what floods one does not reach another. A route, message or job says which is its own
 * (`@Allow`, `@Public`, `realtime.on`); what says nothing takes `general` when somebody is signed in, else `public`.
 */
export const LANES = {
  /** Acts of law with a deadline: bids, openings, rooms. They wait long before they are refused. */
  reserved: { share: 6, statementMs: 20_000, lockMs: 20_000, patienceMs: 60_000, most: 20_000, mostOfOne: 300 },
  /** Whatever else persons who are signed in do. */
  general: { share: 5, statementMs: 15_000, lockMs: 10_000, patienceMs: 15_000, most: 2_000, mostOfOne: 100 },
  /** Strangers. */
  public: { share: 3, statementMs: 5_000, lockMs: 3_000, patienceMs: 5_000, most: 400, mostOfOne: 100 },
  /** Searches and exports, whoever asks. */
  slow: { share: 2, statementMs: 10_000, lockMs: 3_000, patienceMs: 8_000, most: 200, mostOfOne: 60 },
  /** The platform itself: its start, its jobs. Beside DATABASE_POOL, which is for requests. */
  own: { share: 3, statementMs: 60_000, lockMs: 60_000, patienceMs: 60_000, most: 1_000, mostOfOne: 1_000 },
} as const satisfies Record<string, LaneSpec>;

export type Lane = keyof typeof LANES;

/** Connections of a lane out of `pool`, in which all lanes of requests share. */
export const widthOf = (lane: Lane, pool: number): number => (lane === 'own' ? LANES.own.share : Math.max(1, Math.floor((LANES[lane].share * pool) / 16)));

/** Whose work this is, and by which lane it goes to the database. */
export interface Way {
  lane: Lane;
  /** A session or an address, for fairness only. */
  who: string;
}

const OWN: Way = { lane: 'own', who: 'own' };
const ways = new AsyncLocalStorage<Way>();

/** Work goes by this way, with all that it waits for. */
export const by = <T>(way: Way, work: () => T): T => ways.run(way, work);

export const wayNow = (): Way => ways.getStore() ?? OWN;
