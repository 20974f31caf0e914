import { BusinessError } from '@kernel';
import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { Actor, Caller } from './caller';
import { R } from './database.refusals';
import type { Row } from './entity';

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

/**
 * One business transaction. Reads and writes exist only here, so leaving the transaction does not compile;
 * a call to another module passes its `tx` on.
 */
export class Tx {
  constructor(
    private readonly manager: EntityManager,
    readonly caller: Caller,
    /** The database's time, simulated offset included, asked once at the start. */
    readonly now: Date,
    private readonly hints: (() => void)[] = [],
  ) {}

  /** The same transaction, recording under another act: a confirmed request is logged as what was confirmed. */
  as(act: string): Tx {
    return new Tx(this.manager, { ...this.caller, act }, this.now, this.hints);
  }

  get actor(): Actor {
    return this.caller.actor;
  }

  /** Asks the database's clock again: guards of deadlines do so after they waited for a lock. */
  async time(): Promise<Date> {
    const [row] = await this.query<{ now: Date }>('select tianping_now() as now');
    return row!.now;
  }

  query<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    return this.manager.query(sql, params) as Promise<T[]>;
  }

  find<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E>, order?: Record<string, 'ASC' | 'DESC'>): Promise<E[]> {
    return this.manager.find(entity, { where, ...(order ? { order: order as never } : {}) });
  }

  findOne<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E>): Promise<E | null> {
    return this.manager.findOne(entity, { where });
  }

  /** Loads and locks one row. `share` lets others read it too but not change it. Throws 404 `platform.not-found`. */
  async lock<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E>, what: string, mode: 'update' | 'share' = 'update'): Promise<E> {
    const found = await this.manager.findOne(entity, { where, lock: { mode: mode === 'update' ? 'pessimistic_write' : 'pessimistic_read' } });
    return found ?? notFound(what);
  }

  async insert<E extends ObjectLiteral>(entity: EntityTarget<E>, values: Partial<E>): Promise<E> {
    const row = this.manager.create(entity, values as never) as unknown as E;
    await this.manager.insert(entity, row as never);
    return row;
  }

  /** Writes a loaded row back, comparing its version: a stale object never overwrites a newer one (409 `platform.changed-meanwhile`). */
  async save<E extends Row>(row: E): Promise<void> {
    const meta = this.manager.connection.getMetadata(row.constructor);
    const columns = meta.columns.filter((column) => !column.isPrimary && !column.isVersion);
    const values = Object.fromEntries(columns.map((column) => [column.propertyName, column.getEntityValue(row) ?? null]));
    const done = await this.manager
      .createQueryBuilder()
      .update(meta.target)
      .set(values as never)
      .where('id = :id and version = :version', { id: row.id, version: row.version })
      .updateEntity(false)
      .execute();
    if (done.affected !== 1) throw new BusinessError([R.changedMeanwhile()]);
    row.version += 1;
  }

  /** Writes the event log and the audit trail in this transaction, in one statement. */
  async record(event: DomainEvent): Promise<void> {
    const { actor, ip, requestId, act } = this.caller;
    const about = [this.now, event.type, event.objectId, event.projectId ?? null, JSON.stringify(event.payload ?? {})];
    await this.query(RECORD, [...about, actor.accountId, actor.login, actor.organisationId, ip, requestId, act, event.objectType]);
  }

  /** Runs after the commit only; for hints (sockets), never for facts. */
  afterCommit(hint: () => void): void {
    this.hints.push(hint);
  }

  /** The act is done: a hint that fails must not make it look undone. */
  committed(): void {
    for (const hint of this.hints) {
      try {
        hint();
      } catch (error) {
        console.error('hint after commit failed', this.caller.requestId, error);
      }
    }
  }
}

export function notFound(what: string): never {
  throw new BusinessError([R.notFound({ what })]);
}
