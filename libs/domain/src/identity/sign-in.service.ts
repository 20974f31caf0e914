import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type AccountId, challengeText, refuse, uuidv7 } from '@kernel';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db, type Tx } from '@platform/db';
import { Actors, type Means, tokenHash } from './actors';
import { Attempts, type Meter, type Place, signInMeters } from './attempts';
import { Devices } from './devices';
import { HALVES, halvesFit } from './first-passwords';
import { Account } from './identity.entity';
import type { CertificateSignIn, PasswordSignIn, Proof } from './identity.dto';
import { R } from './identity.refusals';
import { OneTimeCodes } from './one-time-codes';
import { passwordFits } from './passwords';
import { SessionsService } from './sessions.service';
import { SigningRights } from './signing-rights';

export interface SignedIn {
  token: string;
  expiresAt: string;
  account: { id: string; login: string; name: string };
}

/** What the browser sent beside its question. */
export interface Visitor {
  agent?: string | undefined;
  /** The cookie of a device that was to be remembered. */
  device?: string | undefined;
  /** The session whose cookie the new one replaces. */
  former?: string | undefined;
}

/** An account whose password was shown, as it stood when that was compared. */
export interface Known {
  id: AccountId;
  hash: string | null;
  /** Of the first password, where it has one. */
  halves: readonly string[];
  /** It was that one. */
  first: boolean;
  codes: boolean;
}

/** Sign-in, and showing the factors again. Sessions and attempts live by real time, whatever a simulated clock says (docs/decisions/0021). */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Db,
    private readonly attempts: Attempts,
    private readonly devices: Devices,
    private readonly rights: SigningRights,
    private readonly actors: Actors,
    private readonly codes: OneTimeCodes,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async withPassword(caller: Caller, { login, password, code }: PasswordSignIn, { device, ...visitor }: Visitor = {}): Promise<SignedIn> {
    const place = await this.devices.placeOf(login, device, caller.ip);
    const meters = signInMeters(login, place);
    const known = await this.#holder(login, password, code, meters, place);
    return this.db.run(caller, async (tx) => {
      const account = await tx.lock(Account, { id: known.id }, 'account');
      await this.assertSame(tx, account, known);
      if (account.totpSince && !known.codes) refuse(R.codeNeeded());
      this.attempts.right(tx, meters);
      return this.#open(tx, known.id, known.first ? 'first' : known.codes ? 'code' : 'password', visitor);
    });
  }

  /** The text to sign, good for two minutes and for one use; the same for a login that nobody has. */
  challenge(caller: Caller, login: string): Promise<{ nonce: string; text: string }> {
    return this.db.run(caller, async (tx) => {
      const nonce = randomBytes(32).toString('hex');
      const text = challengeText(login, nonce, tx.now);
      await tx.query('insert into sign_in_challenge (nonce, login, text) values ($1, $2, $3)', [nonce, login, text]);
      return { nonce, text };
    });
  }

  /** No guess of a password ever hinders it. */
  async withCertificate(caller: Caller, { login, nonce, signature }: CertificateSignIn, visitor: Visitor = {}): Promise<SignedIn> {
    await this.rights.consult(Buffer.from(signature, 'base64'));
    return this.db.run(caller, async (tx) => {
      const { accountId, fingerprint } = await this.#signed(tx, login, nonce, signature);
      return this.#open(tx, accountId, 'certificate', visitor, fingerprint);
    });
  }

  /** Shows the factors again, for what only somebody may do who holds them now. */
  async prove(caller: Caller, dto: Proof): Promise<{ proven: true }> {
    const { login, accountId, sessionId } = caller.actor;
    const place: Place = { device: `session ${sessionId}` };
    const meters = signInMeters(login, place);
    if ('signature' in dto) await this.rights.consult(Buffer.from(dto.signature, 'base64'));
    else await this.#holder(login, dto.password, dto.code, meters, place);
    return this.db.run(caller, async (tx) => {
      if ('signature' in dto) await this.#signed(tx, login, dto.nonce, dto.signature);
      else this.attempts.right(tx, meters);
      await tx.query('update session set proven_at = clock_timestamp() where id = $1', [sessionId]);
      await tx.record({ type: 'identity.factors-shown', objectType: 'account', objectId: accountId! });
      tx.afterCommit(() => this.actors.forget());
      return { proven: true as const };
    });
  }

  /** The password, and the code where codes are on. */
  async #holder(login: string, password: string, code: string | undefined, meters: readonly Meter[], place: Place): Promise<Known> {
    const known = await this.compare(login, password, meters);
    if (known.codes) await this.codes.assertFits(known.id, code ?? refuse(R.codeNeeded()), place);
    return known;
  }

  /**
   * Counted first, compared then. Whoever asks is told 429 while he waits, with the right password too, and else costs the same work and gets the same
   * answer, whether nobody has this login, it is suspended, it has no password, or the password is another. Not within a transaction.
   */
  async compare(login: string, password: string, meters: readonly Meter[]): Promise<Known> {
    await this.attempts.take(meters);
    const [found] = await this.db.read<Omit<Known, 'first'>>(
      `select a.id, a.password_hash as hash, a.totp_since is not null as codes, ${HALVES} as halves from account a where a.login = $1 and a.suspended_at is null`,
      [login],
    );
    const fits = await passwordFits(found?.hash ?? null, password);
    const first = !!found && halvesFit(found.id, found.halves, password);
    if (!found || !(fits || first)) return refuse(R.wrongPassword());
    return { ...found, first };
  }

  /** Asked with the account's row locked: it may have changed while the password was compared. */
  async assertSame(tx: Tx, account: Account, known: Known): Promise<void> {
    const [now] = await tx.query<{ halves: string[] }>(`select ${HALVES} as halves from account a where a.id = $1`, [account.id]);
    if (account.suspendedAt || account.passwordHash !== known.hash || (known.first && now!.halves.join() !== known.halves.join())) refuse(R.wrongPassword());
  }

  async #signed(tx: Tx, login: string, nonce: string, signature: string): Promise<{ accountId: AccountId; fingerprint: string }> {
    const [used] = await tx.query<{ text: string }>(`delete from sign_in_challenge where nonce = $1 and login = $2 and created_at > (select clock_timestamp()) - interval '2 minutes' returning text`, [
      nonce,
      login,
    ]);
    const text = used?.text ?? refuse(R.challengeGone());
    return (await this.rights.accountOf(tx, login, Buffer.from(signature, 'base64'), Buffer.from(text))) ?? refuse(R.certificateUnbound({ login }));
  }

  async #open(tx: Tx, accountId: AccountId, means: Means, { agent = '', former }: Visitor, fingerprint: string | null = null): Promise<SignedIn> {
    const token = this.actors.tokens.issue();
    const id = uuidv7<'session'>();
    const [row] = await tx.query<{ expires: Date }>(
      `insert into session (id, account_id, token_hash, ip, expires_at, means, agent, fingerprint) values ($1, $2, $3, $4, clock_timestamp() + make_interval(hours => $5), $6, $7, $8) returning expires_at as expires`,
      [id, accountId, tokenHash(token), tx.caller.ip, this.config.SESSION_HOURS, means, agent.slice(0, 300), fingerprint],
    );
    await this.sessions.makeRoom(tx, accountId, former);
    const account = await tx.findOne(Account, { id: accountId });
    await tx.record({ type: 'identity.signed-in', objectType: 'account', objectId: accountId });
    return { token, expiresAt: row!.expires.toISOString(), account: { id: accountId, login: account!.login, name: account!.name } };
  }
}
