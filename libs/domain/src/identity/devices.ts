import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Caller, Db, inOrder, type Tx } from '@platform/db';
import { tokenHash } from './actors';
import type { Place } from './attempts';

/** So many devices of one account are remembered; the oldest is forgotten for the next. */
const MOST_DEVICES = 20;

const OLDER = 'account_id = $1 and token_hash not in (select token_hash from known_device where account_id = $1 order by at desc limit $2)';

/** Devices that their owner asked to remember: he signs in from there however many strangers guess at his password. */
@Injectable()
export class Devices {
  constructor(private readonly db: Db) {}

  /** Where an attempt at this login comes from. One question for everybody, so that it takes the same time. */
  async placeOf(login: string, token: string | undefined, address: string): Promise<Place> {
    const device = tokenHash(token ?? '');
    const known = await this.db.read('select 1 from known_device d join account a on a.id = d.account_id where d.token_hash = $1 and a.login = $2', [device, login]);
    return known.length > 0 ? { device } : { address };
  }

  /** The token is the browser's affair alone: a cookie that no script sees. */
  remember(caller: Caller): Promise<string> {
    return this.db.run(caller, async (tx) => {
      const token = randomBytes(32).toString('base64url');
      await tx.query('insert into known_device (token_hash, account_id) values ($1, $2)', [tokenHash(token), tx.actor.accountId]);
      await tx.query(`delete from known_device where ${inOrder('known_device', 'token_hash', OLDER)}`, [tx.actor.accountId, MOST_DEVICES]);
      await tx.record({ type: 'identity.device-remembered', objectType: 'account', objectId: tx.actor.accountId! });
      return token;
    });
  }

  /** With a device that was left behind, none is trusted any longer. */
  async forget(tx: Tx, accountId: string): Promise<void> {
    await tx.query(`delete from known_device where ${inOrder('known_device', 'token_hash', 'account_id = $1')}`, [accountId]);
  }
}
