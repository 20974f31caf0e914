import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '@kernel';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { Secret, TOTP } from 'otpauth';
import { Actors } from './actors';
import { Attempts, codeMeters, type Place } from './attempts';
import { Account } from './identity.entity';
import { R } from './identity.refusals';
import { keptKey } from './kept-key';

const ISSUER = 'Tianping';
const PERIOD = 30;

const codesOf = (login: string, secret: Uint8Array) => new TOTP({ issuer: ISSUER, label: login, secret: new Secret({ buffer: new Uint8Array(secret).buffer }), period: PERIOD, digits: 6 });

/**
 * One-time codes (RFC 6238) as the second factor of a password. The secret is kept encrypted under a key that lies with the installation's
 * files (kept-key.ts) and not in the database, so a copy of the database makes no codes.
 */
@Injectable()
export class OneTimeCodes {
  readonly #key: Buffer;

  constructor(
    private readonly db: Db,
    private readonly attempts: Attempts,
    private readonly actors: Actors,
    @Inject(CONFIG) config: Config,
  ) {
    this.#key = keptKey(config, 'totp');
  }

  /** A new secret, shown once; it counts when a code made with it comes back. */
  begin(caller: Caller): Promise<{ secret: string; uri: string }> {
    return this.db.run(caller, async (tx) => {
      const account = await this.#own(tx);
      if (account.totpSince) refuse(R.codeOn());
      const secret = randomBytes(20);
      account.totpSecret = this.#seal(secret, account.id);
      await tx.save(account);
      const codes = codesOf(account.login, secret);
      return { secret: codes.secret.base32, uri: codes.toString() };
    });
  }

  async confirm(caller: Caller, code: string): Promise<{ since: string }> {
    await this.#assertOwn(caller, code);
    return this.db.run(caller, async (tx) => {
      const account = await this.#own(tx);
      if (account.totpSince) refuse(R.codeOn());
      account.totpSince = tx.now;
      await tx.save(account);
      await tx.query(`update session set means = 'code' where id = $1`, [tx.actor.sessionId]);
      await tx.record({ type: 'identity.codes-turned-on', objectType: 'account', objectId: account.id });
      tx.afterCommit(() => this.actors.forget()); // what the session may do has changed
      return { since: tx.now.toISOString() };
    });
  }

  async end(caller: Caller, code: string): Promise<{ ended: true }> {
    await this.#assertOwn(caller, code);
    return this.db.run(caller, async (tx) => {
      const account = await this.#own(tx);
      if (!account.totpSince) refuse(R.codeNotBegun());
      await this.clear(tx, account);
      await tx.record({ type: 'identity.codes-turned-off', objectType: 'account', objectId: account.id });
      return { ended: true as const };
    });
  }

  /** What the account's device was set up with is gone; whoever has found it again makes no codes with it. */
  async clear(tx: Tx, account: Account): Promise<void> {
    Object.assign(account, { totpSecret: null, totpSince: null, totpUsed: null });
    await tx.save(account);
  }

  /**
   * The one place where a code is compared: the guess is counted before, in a commit of its own, and a right one is used up whatever follows. Throws
   * `identity.try-later`, `identity.code-wrong`, `identity.code-not-begun`. Not within a transaction.
   */
  async assertFits(accountId: string, code: string, place: Place): Promise<void> {
    const meters = codeMeters(accountId, place);
    await this.attempts.take(meters);
    const right = await this.db.system('totp.compare', async (tx) => {
      const account = await tx.lock(Account, { id: accountId }, 'account');
      if (!account.totpSecret) return refuse(R.codeNotBegun());
      const used = await this.#used(tx, account, code);
      if (used) this.attempts.right(tx, meters);
      return used;
    });
    if (!right) refuse(R.codeWrong());
  }

  #assertOwn({ actor }: Caller, code: string): Promise<void> {
    return this.assertFits(actor.accountId!, code, { address: '' });
  }

  /** Whether a code is right now and was not used before; the row of the account is locked, so a code counts once. */
  async #used(tx: Tx, account: Account, code: string): Promise<boolean> {
    const [{ now }] = (await tx.query('select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as now')) as [{ now: string }];
    const timestamp = Number(now);
    const delta = codesOf(account.login, this.#open(account.totpSecret!, account.id)).validate({ token: code, timestamp, window: 1 });
    if (delta === null) return false;
    const period = BigInt(Math.floor(timestamp / 1000 / PERIOD) + delta);
    if (account.totpUsed !== null && period <= BigInt(account.totpUsed)) return false;
    account.totpUsed = String(period);
    await tx.save(account);
    return true;
  }

  #own(tx: Tx): Promise<Account> {
    return tx.actor.accountId ? tx.lock(Account, { id: tx.actor.accountId }, 'account') : notFound('account');
  }

  /** AES-256-GCM, nonce ‖ tag ‖ ciphertext; bound to the account, so that no row's secret works in another. */
  #seal(secret: Uint8Array, accountId: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(accountId));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  #open(kept: Buffer, accountId: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, kept.subarray(0, 12)).setAAD(Buffer.from(accountId)).setAuthTag(kept.subarray(12, 28));
    return Buffer.concat([decipher.update(kept.subarray(28)), decipher.final()]);
  }
}
