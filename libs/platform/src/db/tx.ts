import { BusinessError } from '@kernel';
import type { PoolClient } from 'pg';
import type { DataSource, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { Actor, Caller } from './caller';
import { R } from './database.refusals';
import type { Row } from './entity';
import { hydrate, insertOf, instanceOf, orderBy, selectBy, type Statement, tableOf, updateOf, written } from './rows';
import { prepared } from './statements';
import { called, type Thing } from './things';

/** What happened: one row in the event log for machines and one in the audit trail for people. */
export interface DomainEvent {
  /** `<module>.<past tense>`, e.g. `tender.published`. */
  type: string;
  objectType: string;
  objectId: string;
  projectId?: string | null;
  /** For listeners; never holds anything that is still secret. */
  payload?: Record<string, unknown>;
}

const RECORD = `with heard as (insert into event_log (at, type, object_id, project_id, payload) values ($1, $2, $3, $4, $5))
insert into audit_entry (at, actor_id, actor_login, organisation_id, ip, request_id, act, object_type, object_id, project_id, outcome, detail)
values ($1, $6, $7, $8, $9, $10, $11, $12, $3, $4, 'done', $5)`;

/** What a transaction does at its end, in one round trip with the commit, and after it. */
export interface Ending {
  events: DomainEvent[];
  statements: (Statement & { told?: (rows: Record<string, unknown>[]) => void })[];
  hints: (() => void)[];
}

type Lock = 'update' | 'share';
const LOCKS = { update: ' for update', share: ' for share' } as const;

/**
 * One business transaction. Reads and writes exist only here, so leaving the transaction does not compile;
 * a call to another module passes its `tx` on.
 */
export class Tx {
  constructor(
    private readonly client: PoolClient,
    private readonly source: DataSource,
    readonly caller: Caller,
    /** The database's time, simulated offset included, asked once at the start. */
    readonly now: Date,
    private readonly ending: Ending = { events: [], statements: [], hints: [] },
    private readonly locked = new Map<string, { row: object; mode: Lock }>(),
  ) {}

  /** The same transaction, recording under another act: a confirmed request is logged as what was confirmed. */
  as(act: string): Tx {
    return new Tx(this.client, this.source, { ...this.caller, act }, this.now, this.ending, this.locked);
  }

  /** The same transaction at the time that it is now: once it holds what it waited for, what it does is done then. */
  async later(): Promise<Tx> {
    return new Tx(this.client, this.source, this.caller, await this.time(), this.ending, this.locked);
  }

  /**
   * Does `work` and undoes it: whatever would refuse it refuses, and nothing of it is kept, neither rows, records, locks nor hints. What the database refuses
   * by itself ends the transaction, as ever.
   */
  async dry(work: (tx: Tx) => Promise<unknown>): Promise<void> {
    await this.query('savepoint dry');
    await work(new Tx(this.client, this.source, this.caller, this.now));
    await this.query('rollback to savepoint dry');
    await this.query('release savepoint dry');
  }

  /** The same transaction with another person's rights: to ask what he may, never to write in his name. */
  inRightsOf(actor: Actor): Tx {
    return new Tx(this.client, this.source, { ...this.caller, actor }, this.now, this.ending, this.locked);
  }

  get actor(): Actor {
    return this.caller.actor;
  }

  /** Asks the database's clock again: guards of deadlines do so after they waited for a lock. */
  async time(): Promise<Date> {
    const [row] = await this.query<{ now: Date }>('select tianping_now() as now');
    return row!.now;
  }

  async query<T>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.client.query(prepared({ text, values }))).rows as T[];
  }

  async find<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E>, order?: Record<string, 'ASC' | 'DESC'>): Promise<E[]> {
    const table = tableOf(this.source, entity);
    const { text, values } = selectBy(table, where, orderBy(table, order));
    return (await this.query<Record<string, unknown>>(text, values)).map((row) => hydrate(table, row));
  }

  async findOne<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E>): Promise<E | null> {
    return (await this.find(entity, where))[0] ?? null;
  }

  /**
   * Loads and locks one row. `share` lets others read it too but not change it. A row that this transaction holds already is given
   * again as the same object. Throws 404 `platform.not-found`.
   */
  async lock<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E>, what: Thing, mode: Lock = 'update'): Promise<E> {
    const table = tableOf(this.source, entity);
    const key = `${table.name} ${JSON.stringify(where)}`;
    const held = this.locked.get(key);
    if (held && (held.mode === 'update' || mode === 'share')) return held.row as E;
    const { text, values } = selectBy(table, where, LOCKS[mode]);
    const [found] = await this.query<Record<string, unknown>>(text, values);
    const row = found ? hydrate(table, found) : notFound(what);
    this.locked.set(key, { row, mode });
    return row;
  }

  async insert<E extends ObjectLiteral>(entity: EntityTarget<E>, values: Partial<E>): Promise<E> {
    const table = tableOf(this.source, entity);
    const statement = insertOf(table, values);
    await this.query(statement.text, statement.values);
    return instanceOf(table, values);
  }

  /** Writes a loaded row back, comparing its version: a stale object never overwrites a newer one (409 `platform.changed-meanwhile`). */
  async save<E extends Row>(row: E): Promise<void> {
    const statement = updateOf(tableOf(this.source, row.constructor as EntityTarget<E>), row);
    const { rowCount } = await this.client.query(prepared(statement));
    if (rowCount !== 1) throw new BusinessError([R.changedMeanwhile()]);
    row.version += 1;
    written(row);
  }

  /** Writes the event log and the audit trail in this transaction. */
  async record(event: DomainEvent): Promise<void> {
    const { actor, ip, requestId, act } = this.caller;
    this.ending.events.push(event);
    const about = [this.now, event.type, event.objectId, event.projectId ?? null, JSON.stringify(event.payload ?? {})];
    this.atEnd(RECORD, [...about, actor.accountId, actor.login, actor.organisationId, ip, requestId, act, event.objectType]);
  }

  /** A statement that nothing in this transaction waits for: it runs with the others at the end, in order, in one round trip with the commit. */
  atEnd(text: string, values: unknown[], told?: (rows: Record<string, unknown>[]) => void): void {
    this.ending.statements.push({ text, values, ...(told ? { told } : {}) });
  }

  /** Runs after the commit only; for hints (sockets), never for facts. */
  afterCommit(hint: () => void): void {
    this.ending.hints.push(hint);
  }
}

export function notFound(what: Thing): never {
  throw new BusinessError([R.notFound({ what: called(what) })]);
}

/** Refuses one row too many of what a single account could add without end; `of` is a table with its condition. */
export async function atMost(tx: Tx, most: number, what: Thing, of: string, values: unknown[]): Promise<void> {
  const rows = await tx.query(`select 1 from ${of} limit ${most}`, values);
  if (rows.length >= most) throw new BusinessError([R.tooMany({ what: called(what), most })]);
}
