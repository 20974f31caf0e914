import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db';
import { by } from '../lanes';
import { RefusalBook, type RefusalRow, type Refused, WINDOW_MS } from './refusal-book';
import { log } from '../log';

/** Rows in one statement. */
const BATCH = 500;
/** Milliseconds that an answer waits for its row; the row is kept and written later. */
const PATIENCE_MS = 2_000;

/** Ages are told instead of instants: the trail's time is the database's. */
const INSERT = `insert into audit_entry (at, actor_id, actor_login, organisation_id, ip, request_id, act, object_type, object_id, outcome, times, detail)
select tianping_now() - make_interval(secs => r.age / 1000), r.actor, r.login, r.organisation, r.ip, r.request, r.act, 'request', r.path, r.outcome, r.times,
  case when r.times = 1 then r.detail else r.detail || jsonb_build_object('since', tianping_now() - make_interval(secs => r.since / 1000)) end
from jsonb_to_recordset($1::jsonb) as r(age float8, since float8, actor uuid, login text, organisation uuid, ip text, request text, act text, path text, outcome text, times int, detail jsonb)`;

const stored = ({ actorId: actor, organisationId: organisation, requestId: request, first, last, status, codes, articles, ...row }: RefusalRow, now: number) => ({
  ...{ ...row, actor, organisation, request },
  ...{ age: Math.round(now - last), since: Math.round(now - first), detail: { status, codes, articles, path: row.path } },
});

/**
 * The trail of acts that did not happen. Their rows are written beside the requests, many at a time by one connection; under a flood what is
 * alike is counted in one row every five seconds (`times`), and while the database is away nothing is forgotten.
 */
export class RefusalTrail {
  readonly #book = new RefusalBook();
  readonly #told = new Map<RefusalRow, () => void>();
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> | undefined;
  /** The last try failed: the next one is the timer's. */
  #down = false;
  #stopped = false;

  constructor(
    private readonly db: Db,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#timer = setInterval(() => void this.flush(), WINDOW_MS);
    this.#timer.unref();
  }

  /** Returns when the row is written, or the refusal counted, or the wait for a slow database is over. Never throws. */
  async note(refused: Refused): Promise<void> {
    const row = this.#book.take(refused, performance.now());
    if (this.#stopped) return this.#logAll();
    if (!row || this.#down) return;
    const written = new Promise<void>((resolve) => this.#told.set(row, resolve));
    void this.#write();
    await Promise.race([written, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  /** Writes what is counted so far, and what is left from before. */
  async flush(): Promise<void> {
    this.#down = false;
    await this.#write();
    if (this.#down) return;
    this.#book.closeWindow();
    await this.#write();
  }

  /** Whatever cannot be written at the end goes into the log, where it can be found. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
    this.#stopped = true;
    this.#logAll();
  }

  #logAll(): void {
    this.#book.closeWindow();
    for (const row of this.#book.draw(Infinity)) log('error', 'refused, and not in the audit trail', JSON.stringify(row));
  }

  async #write(): Promise<void> {
    if (this.#book.waiting > 0) this.#writing ??= by({ lane: 'reserved', who: 'trail' }, () => this.#writeAll());
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    let rows = this.#book.draw(BATCH);
    try {
      for (; rows.length > 0; rows = this.#book.draw(BATCH)) await this.#insert(rows);
    } catch (error) {
      this.#book.give(rows);
      this.#down = true;
      for (const tell of this.#told.values()) tell(); // they are kept; nobody waits for them any longer
      this.#told.clear();
      this.onError(error);
    } finally {
      this.#writing = undefined; // in the same step as the last look at what waits: nobody waits for a writer that has gone
    }
  }

  async #insert(rows: readonly RefusalRow[]): Promise<void> {
    const now = performance.now();
    await this.db.write(INSERT, [JSON.stringify(rows.map((row) => stored(row, now)))]);
    for (const row of rows) this.#tell(row);
  }

  #tell(row: RefusalRow): void {
    this.#told.get(row)?.();
    this.#told.delete(row);
  }
}
