import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '@kernel';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { Secret, TOTP } from 'otpauth';
import { Account } from './identity.entity';
import { R } from './identity.refusals';

const ISSUER = 'Tianping';
const PERIOD = 30;

const codesOf = (login: string, secret: Uint8Array) => new TOTP({ issuer: ISSUER, label: login, secret: new Secret({ buffer: new Uint8Array(secret).buffer }), period: PERIOD, digits: 6 });

/**
 * One-time codes (RFC 6238) as the second factor of a password. The secret is kept encrypted under a key that lies with the installation's
 * signing key and not in the database, so a copy of the database makes no codes.
 */
@Injectable()
export class OneTimeCodes {
  readonly #key: Buffer;

  constructor(
    private readonly db: Db,
    @Inject(CONFIG) { SIGNING_KEY_FILE }: Config,
  ) {
    this.#key = Buffer.from(hkdfSync('sha256', readFileSync(SIGNING_KEY_FILE!), '', 'tianping/totp/1', 32));
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

  confirm(caller: Caller, code: string): Promise<{ since: string }> {
    return this.db.run(caller, async (tx) => {
      const account = await this.#own(tx);
      if (account.totpSince) refuse(R.codeOn());
      if (!account.totpSecret) refuse(R.codeNotBegun());
      await this.#use(tx, account, code);
      account.totpSince = tx.now;
      await tx.save(account);
      await tx.query(`update session set means = 'code' where id = $1`, [tx.actor.sessionId]);
      await tx.record({ type: 'identity.codes-turned-on', objectType: 'account', objectId: account.id });
      return { since: tx.now.toISOString() };
    });
  }

  end(caller: Caller, code: string): Promise<{ ended: true }> {
    return this.db.run(caller, async (tx) => {
      const account = await this.#own(tx);
      if (!account.totpSince) refuse(R.codeNotBegun());
      await this.#use(tx, account, code);
      Object.assign(account, { totpSecret: null, totpSince: null, totpUsed: null });
      await tx.save(account);
      await tx.record({ type: 'identity.codes-turned-off', objectType: 'account', objectId: account.id });
      return { ended: true as const };
    });
  }

  /** Whether a code is right now and was not used before; the row of the account is locked, so a code counts once. */
  async fits(tx: Tx, account: Account, code: string): Promise<boolean> {
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

  async #use(tx: Tx, account: Account, code: string): Promise<void> {
    if (!(await this.fits(tx, account, code))) refuse(R.codeWrong());
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
