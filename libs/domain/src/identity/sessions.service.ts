import { Injectable } from '@nestjs/common';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { Realtime } from '@platform/realtime';
import { Actors, type Means } from './actors';
import { Devices } from './devices';

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

/** Sessions of a person: listed, ended. They live by real time, whatever a simulated clock says. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Db,
    private readonly realtime: Realtime,
    private readonly actors: Actors,
    private readonly devices: Devices,
  ) {}

  end(caller: Caller, sessionId: string): Promise<{ ended: true }> {
    return this.db.run(caller, async (tx) => {
      const ended = await tx.query(`update session set ended_at = clock_timestamp() where id = $1 and account_id = $2 and ended_at is null returning id`, [sessionId, tx.actor.accountId]);
      if (ended.length === 0) notFound('session');
      await tx.record({ type: 'identity.session-ended', objectType: 'session', objectId: sessionId });
      tx.afterCommit(() => {
        this.actors.forget();
        this.realtime.drop(`session:${sessionId}`);
      });
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
    for (const { id } of ended) await tx.record({ type: 'identity.session-ended', objectType: 'session', objectId: id });
    tx.afterCommit(() => {
      this.actors.forget();
      for (const { id } of ended) this.realtime.drop(`session:${id}`);
    });
    return ended.length;
  }

  list(caller: Caller): Promise<SessionView[]> {
    return this.db.read(
      `select id, ip, agent, means, created_at as "createdAt", expires_at as "expiresAt", id = $2 as current from session
       where account_id = $1 and ended_at is null and expires_at > clock_timestamp() order by created_at desc limit 100`,
      [caller.actor.accountId, caller.actor.sessionId],
    );
  }
}
