import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { Realtime } from '@platform/realtime';
import { Actors, type Means, tokenHash } from './actors';
import { Devices } from './devices';
import { Account } from './identity.entity';

export interface SessionView {
  id: string;
  ip: string;
  /** What the browser or program called itself. */
  agent: string;
  means: Means;
  createdAt: Date;
  expiresAt: Date;
  /** The one that asks. */
  current: boolean;
}

/**
 * Sessions of one account at once; the oldest ends for the next. A person has a few browsers and programs, and rarely more than one of each;
 * whoever takes ten thousand with a stolen password keeps ten.
 */
export const MOST_SESSIONS = 10;

/** Sessions of a person: listed, ended. They live by real time, whatever a simulated clock says. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Db,
    private readonly realtime: Realtime,
    private readonly actors: Actors,
    private readonly devices: Devices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  end(caller: Caller, sessionId: string): Promise<{ ended: true }> {
    return this.db.run(caller, async (tx) => {
      const ended = await this.#lock(tx, 'id = $1 and account_id = $2', [sessionId, tx.actor.accountId]);
      if (ended.length === 0) notFound('session');
      await this.#end(tx, ended);
      return { ended: true as const };
    });
  }

  /** Ends every other session of the account: what one does when a device was left behind. */
  endOthers(caller: Caller): Promise<{ ended: number }> {
    return this.db.run(caller, async (tx) => ({ ended: await this.endAll(tx, tx.actor.accountId!, tx.actor.sessionId) }));
  }

  /** Ends all sessions of an account but `except`, with their sockets, and forgets its devices: what it is signed in by has changed. */
  async endAll(tx: Tx, accountId: string, except: string | null = null): Promise<number> {
    const open = await this.#lock(tx, 'account_id = $1', [accountId]);
    const ended = open.filter((id) => id !== except);
    await this.#end(tx, ended);
    await this.devices.forget(tx, accountId);
    return ended.length;
  }

  /** Ends every session that these certificates opened, with its sockets; `own` goes on, under the certificate `next`. */
  async endOpenedBy(tx: Tx, fingerprints: readonly string[], own?: { id: string | null; next: string | null }): Promise<void> {
    const open = await this.#lock(tx, 'fingerprint = any($1)', [fingerprints]);
    if (own?.id && open.includes(own.id)) await tx.query('update session set fingerprint = $2 where id = $1', [own.id, own.next]);
    await this.#end(
      tx,
      open.filter((id) => id !== own?.id),
    );
  }

  /** Ends every session of somebody else's account, with its sockets, at once; the account stays: for a device that was lost, or a password that was told. */
  revoke(caller: Caller, accountId: string): Promise<{ ended: number }> {
    return this.db.run(caller, async (tx) => {
      if (!(await tx.findOne(Account, { id: accountId }))) notFound('account');
      await tx.record({ type: 'identity.sessions-revoked', objectType: 'account', objectId: accountId });
      return { ended: await this.endAll(tx, accountId) };
    });
  }

  /** With a new session: the one ends that the browser gives up for it, and the oldest of too many. */
  async makeRoom(tx: Tx, accountId: string, former?: string): Promise<void> {
    const oldest = `select id from session where account_id = $1 and ended_at is null and expires_at > (select clock_timestamp()) order by created_at desc, id desc offset $2`;
    const ended = await this.#lock(tx, `id in (select id from session where token_hash = $3 union all (${oldest}))`, [accountId, MOST_SESSIONS, former === undefined ? null : tokenHash(former)]);
    if (ended.length > 0) await this.#end(tx, ended);
  }

  /** The open ones of these, locked in the one order in which all lock several sessions. */
  async #lock(tx: Tx, of: string, values: unknown[]): Promise<string[]> {
    return (await tx.query<{ id: string }>(`select id from session where ${of} and ended_at is null order by id for update`, values)).map(({ id }) => id);
  }

  async #end(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query('update session set ended_at = clock_timestamp() where id = any($1)', [ids]);
    for (const id of ids) await tx.record({ type: 'identity.session-ended', objectType: 'session', objectId: id });
    tx.afterCommit(() => {
      this.actors.forget();
      for (const id of ids) this.realtime.drop(`session:${id}`);
    });
  }

  list(caller: Caller): Promise<SessionView[]> {
    return this.db.read(
      `select id, ip, agent, means, created_at as "createdAt", expires_at as "expiresAt", id = $2 as current from session
       where account_id = $1 and ended_at is null and expires_at > (select clock_timestamp())
         and seen_at > (select clock_timestamp()) - make_interval(mins => $3) order by created_at desc limit 100`,
      [caller.actor.accountId, caller.actor.sessionId, this.config.SESSION_IDLE_MINUTES],
    );
  }
}
