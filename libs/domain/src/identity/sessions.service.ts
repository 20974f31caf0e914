import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type AccountId, refuse, uuidv7 } from '@kernel';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { Realtime } from '@platform/realtime';
import { Actors, tokenHash } from './actors';
import { Account, BoundCertificate } from './identity.entity';
import type { CertificateSignIn, PasswordSignIn } from './identity.dto';
import { R } from './identity.refusals';
import { OneTimeCodes } from './one-time-codes';
import { passwordFits } from './passwords';
import { Trust } from '../trust';

const MAX_FAILURES = 10;
const LOCK_MINUTES = 15;

export interface SessionView {
  id: string;
  ip: string;
  /** What the browser or program called itself. */
  agent: string;
  means: 'password' | 'code' | 'certificate';
  createdAt: Date;
  expiresAt: Date;
  /** The one that asks. */
  current: boolean;
}

export interface SignedIn {
  token: string;
  expiresAt: string;
  account: { id: string; login: string; name: string };
}

/** What is signed at a certificate sign-in: never a bare nonce, so the signature is good for nothing else. */
export const challengeText = (login: string, nonce: string, time: Date): string => `tender-login/v1\n${login}\n${nonce}\n${time.toISOString()}`;

/** Sign-in and sign-out. Sessions and locks live by real time, whatever a simulated clock says. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Db,
    private readonly trust: Trust,
    private readonly realtime: Realtime,
    private readonly actors: Actors,
    private readonly codes: OneTimeCodes,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async withPassword(caller: Caller, { login, password, code }: PasswordSignIn, agent = ''): Promise<SignedIn> {
    const [found] = await this.db.read<{ id: string; hash: string | null; locked: Date | null }>(
      `select id, password_hash as hash, case when locked_until > clock_timestamp() then locked_until end as locked from account where login = $1 and suspended_at is null`,
      [login],
    );
    if (found?.locked) refuse(R.locked({ until: found.locked.toISOString() }));
    const fits = await passwordFits(found?.hash ?? null, password);
    if (!found || !fits) {
      if (found) await this.#countFailure(found.id);
      refuse(R.wrongPassword());
    }
    const signedIn = await this.db.run(caller, async (tx): Promise<{ open?: SignedIn }> => {
      // looked at again: many guesses at once would all have passed the first look
      const [now] = await tx.query<{ locked: Date | null }>('select case when locked_until > clock_timestamp() then locked_until end as locked from account where id = $1 for update', [found!.id]);
      if (now?.locked) refuse(R.locked({ until: now.locked.toISOString() }));
      const account = await tx.lock(Account, { id: found!.id }, 'account');
      if (!account.totpSince) return { open: await this.#open(tx, account.id as AccountId, 'password', agent) };
      if (!code) refuse(R.codeNeeded());
      return (await this.codes.fits(tx, account, code!)) ? { open: await this.#open(tx, account.id as AccountId, 'code', agent) } : {};
    });
    if (signedIn.open) return signedIn.open;
    await this.#countFailure(found!.id); // outside the transaction that a refusal takes back
    return refuse(R.codeWrong());
  }

  /** The text to sign, good for two minutes and for one use. */
  challenge(caller: Caller, login: string): Promise<{ nonce: string; text: string }> {
    return this.db.run(caller, async (tx) => {
      const nonce = randomBytes(32).toString('hex');
      const text = challengeText(login, nonce, tx.now);
      await tx.query('insert into sign_in_challenge (nonce, login, text) values ($1, $2, $3)', [nonce, login, text]);
      return { nonce, text };
    });
  }

  async withCertificate(caller: Caller, { login, nonce, signature }: CertificateSignIn, agent = ''): Promise<SignedIn> {
    await this.trust.consult(Buffer.from(signature, 'base64'));
    return this.db.run(caller, async (tx) => {
      const [used] = await tx.query<{ text: string }>(`delete from sign_in_challenge where nonce = $1 and login = $2 and created_at > clock_timestamp() - interval '2 minutes' returning text`, [
        nonce,
        login,
      ]);
      const text = used?.text ?? refuse(R.challengeGone());
      const signer = this.trust.signer(Buffer.from(signature, 'base64'), Buffer.from(text), tx.now);
      const bound = await tx.findOne(BoundCertificate, { fingerprint: signer.fingerprint, usage: 'signing' });
      const account = bound?.endedAt === null && (await tx.findOne(Account, { id: bound.accountId, login }));
      if (!account || account.suspendedAt) return refuse(R.certificateUnbound({ login }));
      return this.#open(tx, account.id as AccountId, 'certificate', agent);
    });
  }

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
    return this.db.run(caller, async (tx) => {
      const { accountId, sessionId } = tx.actor;
      const ended = await tx.query<{ id: string }>(`update session set ended_at = clock_timestamp() where account_id = $1 and id <> $2 and ended_at is null returning id`, [accountId, sessionId]);
      for (const { id } of ended) await tx.record({ type: 'identity.session-ended', objectType: 'session', objectId: id });
      tx.afterCommit(() => {
        this.actors.forget();
        for (const { id } of ended) this.realtime.drop(`session:${id}`);
      });
      return { ended: ended.length };
    });
  }

  list(caller: Caller): Promise<SessionView[]> {
    return this.db.read(
      `select id, ip, agent, means, created_at as "createdAt", expires_at as "expiresAt", id = $2 as current from session
       where account_id = $1 and ended_at is null and expires_at > clock_timestamp() order by created_at desc limit 100`,
      [caller.actor.accountId, caller.actor.sessionId],
    );
  }

  async #open(tx: Tx, accountId: AccountId, means: SessionView['means'], agent: string): Promise<SignedIn> {
    const token = this.actors.tokens.issue();
    const id = uuidv7<'session'>();
    const [row] = await tx.query<{ expires: Date }>(
      `insert into session (id, account_id, token_hash, ip, expires_at, means, agent) values ($1, $2, $3, $4, clock_timestamp() + make_interval(hours => $5), $6, $7) returning expires_at as expires`,
      [id, accountId, tokenHash(token), tx.caller.ip, this.config.SESSION_HOURS, means, agent.slice(0, 300)],
    );
    await tx.query('update account set failed_sign_ins = 0, locked_until = null where id = $1 and failed_sign_ins > 0', [accountId]);
    const account = await tx.findOne(Account, { id: accountId });
    await tx.record({ type: 'identity.signed-in', objectType: 'account', objectId: accountId });
    return { token, expiresAt: row!.expires.toISOString(), account: { id: accountId, login: account!.login, name: account!.name } };
  }

  async #countFailure(accountId: string): Promise<void> {
    await this.db.write(
      `update account set failed_sign_ins = failed_sign_ins + 1,
         locked_until = case when (failed_sign_ins + 1) % $2 = 0 then clock_timestamp() + make_interval(mins => $3) else locked_until end where id = $1`,
      [accountId, MAX_FAILURES, LOCK_MINUTES],
    );
  }
}
