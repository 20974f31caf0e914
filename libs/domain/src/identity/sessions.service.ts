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
      const ended = await tx.query<{ id: string }>(`update session set ended_at = clock_timestamp() where id = $1 and account_id = $2 and ended_at is null returning id`, [
        sessionId,
        tx.actor.accountId,
      ]);
      if (ended.length === 0) notFound('session');
      await this.#ended(tx, ended);
      return { ended: true as const };
    });
  }

  /** Ends every other session of the account: what one does when a device was left behind. */
  endOthers(caller: Caller): Promise<{ ended: number }> {
    return this.db.run(caller, async (tx) => ({ ended: await this.endAll(tx, tx.actor.accountId!, tx.actor.sessionId) }));
  }

  /** Ends all sessions of an account but `except`, with their sockets, and forgets its devices: what it is signed in by has changed. */
  async endAll(tx: Tx, accountId: string, except: string | null = null): Promise<number> {
    const ended = await tx.query<{ id: string }>(`update session set ended_at = clock_timestamp() where account_id = $1 and id is distinct from $2 and ended_at is null returning id`, [
      accountId,
      except,
    ]);
    await this.devices.forget(tx, accountId);
    await this.#ended(tx, ended);
    return ended.length;
  }

  /** Ends every session that these certificates opened, with its sockets. */
  async endOpenedBy(tx: Tx, fingerprints: readonly string[]): Promise<void> {
    await this.#ended(tx, await tx.query<{ id: string }>('update session set ended_at = clock_timestamp() where fingerprint = any($1) and ended_at is null returning id', [fingerprints]));
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
    const given =
      former === undefined ? [] : await tx.query<{ id: string }>('update session set ended_at = clock_timestamp() where token_hash = $1 and ended_at is null returning id', [tokenHash(former)]);
    const oldest = await tx.query<{ id: string }>(
      `update session set ended_at = clock_timestamp() where ended_at is null and id in (select id from session
         where account_id = $1 and ended_at is null and expires_at > clock_timestamp() order by created_at desc, id desc offset $2) returning id`,
      [accountId, MOST_SESSIONS],
    );
    if (given.length + oldest.length > 0) await this.#ended(tx, [...given, ...oldest]);
  }

  async #ended(tx: Tx, sessions: readonly { id: string }[]): Promise<void> {
    for (const { id } of sessions) await tx.record({ type: 'identity.session-ended', objectType: 'session', objectId: id });
    tx.afterCommit(() => {
      this.actors.forget();
      for (const { id } of sessions) this.realtime.drop(`session:${id}`);
    });
  }

  list(caller: Caller): Promise<SessionView[]> {
    return this.db.read(
      `select id, ip, agent, means, created_at as "createdAt", expires_at as "expiresAt", id = $2 as current from session
       where account_id = $1 and ended_at is null and expires_at > clock_timestamp()
         and seen_at > clock_timestamp() - make_interval(mins => $3) order by created_at desc limit 100`,
      [caller.actor.accountId, caller.actor.sessionId, this.config.SESSION_IDLE_MINUTES],
    );
  }
}
