import type { Caller } from '../db';

/** An act that did not happen. */
export interface Refused {
  caller: Pick<Caller, 'actor' | 'act' | 'ip' | 'requestId'>;
  outcome: 'refused' | 'failed';
  status: number;
  codes: readonly string[];
  articles: readonly string[];
  /** Method and address, or the message. */
  path: string;
  /** What counts as one sender: an address as a rule, in IPv6 its /64. */
  from: string;
}

/** A row of the trail to be: one refusal, or several that were alike. */
export interface RefusalRow extends Omit<Refused, 'caller' | 'from'> {
  actorId: string | null;
  login: string;
  organisationId: string | null;
  act: string;
  ip: string;
  requestId: string;
  times: number;
  /** Milliseconds of the monotonic clock. */
  first: number;
  last: number;
}

export const WINDOW_MS = 5_000;
/** In a window: rows of their own for one sender, act and reason, and in all; then senders, acts and reasons that are counted apart. Beyond them senders are not told apart. */
const BOUNDS = { person: { each: 60, all: 1_000, apart: 5_000 }, stranger: { each: 10, all: 100, apart: 500 } };
type Kind = keyof typeof BOUNDS;
/** Rows that wait for the database; beyond them all is counted. */
const MOST_WAITING = 2_000;
const MANY = '*';

/** A message name may hold anything; what PostgreSQL cannot store must not keep the attempt out of the trail. */
const storable = (text: string) => text.slice(0, 200).replace(/[\u0000\p{Surrogate}]/gu, '\ufffd');

const rowOf = ({ caller: { actor, act, ip, requestId }, from: _, path, ...refused }: Refused, at: number): RefusalRow => ({
  ...refused,
  ...{ path: storable(path), actorId: actor.accountId, login: actor.login, organisationId: actor.organisationId },
  ...{ act, ip: storable(ip), requestId, times: 1, first: at, last: at },
});

/**
 * Decides which refusal gets a row of its own and which is counted with its like, so that a flood writes little and yet nothing is lost:
 * the sum of `times` is the number of refusals. Bounded whatever comes, and however long the database is away.
 */
export class RefusalBook {
  readonly #rows: RefusalRow[] = [];
  readonly #counts: Record<Kind, Map<string, RefusalRow>> = { person: new Map(), stranger: new Map() };
  readonly #taken = new Map<string, number>();
  #began = -Infinity;

  /** Takes a refusal; returns its row when it gets one of its own. */
  take(refused: Refused, now: number): RefusalRow | undefined {
    const row = rowOf(refused, now);
    if (!this.#ownRow(refused, now)) return this.#count(row, refused.from);
    this.#rows.push(row);
    return row;
  }

  get waiting(): number {
    return this.#rows.length;
  }

  /** The rows to write now, the oldest first; `give` puts back what could not be written. */
  draw(most: number): RefusalRow[] {
    return this.#rows.splice(0, most);
  }

  give(rows: readonly RefusalRow[]): void {
    this.#rows.unshift(...rows);
  }

  /** What was counted becomes rows. */
  closeWindow(): void {
    for (const counts of Object.values(this.#counts)) {
      this.#rows.push(...counts.values());
      counts.clear();
    }
  }

  #ownRow({ caller: { actor, act }, codes, from }: Refused, now: number): boolean {
    if (now - this.#began >= WINDOW_MS) {
      this.#began = now;
      this.#taken.clear();
    }
    const kind = kindOf(actor.accountId);
    const { each, all } = BOUNDS[kind];
    const sorts = [[kind, all] as const, [`${actor.accountId ?? from} ${act} ${codes[0]}`, each] as const];
    if (this.#rows.length >= MOST_WAITING || sorts.some(([sort, most]) => (this.#taken.get(sort) ?? 0) >= most)) return false;
    for (const [sort] of sorts) this.#taken.set(sort, (this.#taken.get(sort) ?? 0) + 1);
    return true;
  }

  #count(row: RefusalRow, from: string): undefined {
    const counts = this.#counts[kindOf(row.actorId)];
    const about = `${row.act} ${row.outcome} ${row.codes.join()}`;
    const key = `${row.actorId ?? from} ${about}`;
    if (counts.has(key) || counts.size < BOUNDS[kindOf(row.actorId)].apart) add(counts, key, { ...row, ip: row.actorId ? row.ip : storable(from) });
    else add(counts, `${MANY} ${about}`, { ...row, actorId: null, login: MANY, organisationId: null, ip: MANY });
  }
}

const kindOf = (actorId: string | null): Kind => (actorId ? 'person' : 'stranger');

function add(counts: Map<string, RefusalRow>, key: string, row: RefusalRow): void {
  const known = counts.get(key);
  if (!known) counts.set(key, row);
  else Object.assign(known, { times: known.times + row.times, first: Math.min(known.first, row.first), last: row.last, path: row.path, requestId: row.requestId });
}
