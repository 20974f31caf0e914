import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AccountId, refuse, statementLines } from '@kernel';
import { type Caller, Db, inOrder, notFound, type Tx } from '@platform/db';
import type { Account } from './identity.entity';
import { R } from './identity.refusals';

/** So long a first password is good, by real time, from the moment when two persons agreed on it. */
export const FIRST_PASSWORD_DAYS = 7;

/** Crockford's 32 letters: none is taken for another when it is read out or copied. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HALF = 16;

/** 80 bits. */
const drawHalf = (): string => [...randomBytes(HALF)].map((byte) => LETTERS[byte & 31]).join('');
/** As people copy it: ABCD-EFGH-JKMN-PQRS. */
const grouped = (half: string): string => half.replace(/.{4}(?=.)/g, '$&-');
/** Bound to the account, so that no row's digest fits another; too long to be tried through. */
const digestOf = (accountId: string, half: string): string =>
  createHash('sha256')
    .update(statementLines('tianping/first-password/1', accountId, half))
    .digest('hex');

/** Whether what was typed is both halves, in whichever order, as people write them: small letters, O for 0, I and L for 1, blanks and dashes. */
export function halvesFit(accountId: string, kept: readonly string[], typed: string): boolean {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (plain.length !== 2 * HALF || kept.length !== 2) return false;
  const [one, two] = [digestOf(accountId, plain.slice(0, HALF)), digestOf(accountId, plain.slice(HALF))];
  return one !== two && kept.includes(one) && kept.includes(two);
}

/** SQL: digests of the halves of the first password that account `a` may sign in with now. */
export const HALVES = 'array(select h.digest from first_password_half h where h.account_id = a.id and h.digest is not null and h.ends_at > (select clock_timestamp()) order by h.place)';

/** A half that waits to be seen by the one who asks. */
export interface WaitingHalf {
  accountId: string;
  login: string;
  name: string;
  organisation: string;
  endsAt: Date;
}

/**
 * Passwords that the platform draws for a person's first sign-in, or after he forgot his own. Two persons agree on one and each sees one half, once: neither
 * can sign in with it before its owner (docs/decisions/0025). It opens a session that may set one's own password and nothing else.
 */
@Injectable()
export class FirstPasswords {
  constructor(private readonly db: Db) {}

  /** From now on nothing else signs in by password; each of the two has yet to see his half. */
  async give(tx: Tx, account: Account, holders: readonly [AccountId, AccountId]): Promise<{ endsAt: string }> {
    account.passwordHash = null;
    await tx.save(account);
    return this.#keep(tx, account.id, [
      [holders[0], null],
      [holders[1], null],
    ]);
  }

  /** Whole, for the administrators that the host makes: there is nobody yet to share it. */
  async drawWhole(tx: Tx, accountId: string): Promise<string> {
    const halves = [drawHalf(), drawHalf()] as const;
    await this.#keep(tx, accountId, [
      [null, digestOf(accountId, halves[0])],
      [null, digestOf(accountId, halves[1])],
    ]);
    return halves.map(grouped).join('-');
  }

  async #keep(tx: Tx, accountId: string, halves: readonly [holder: AccountId | null, digest: string | null][]): Promise<{ endsAt: string }> {
    await this.end(tx, accountId);
    const [row] = await tx.query<{ endsAt: Date }>(
      `insert into first_password_half (account_id, place, holder, digest, ends_at) select $1, place, holder, digest, clock_timestamp() + make_interval(days => $4)
       from unnest($2::uuid[], $3::text[]) with ordinality as h(holder, digest, place) returning ends_at as "endsAt"`,
      [accountId, halves.map(([holder]) => holder), halves.map(([, digest]) => digest), FIRST_PASSWORD_DAYS],
    );
    return { endsAt: row!.endsAt.toISOString() };
  }

  /** Nor is his own good, nor any of which he had a half to hand over: who knows where he left it. */
  async endWith(tx: Tx, accountId: string): Promise<void> {
    const touched = 'select account_id from first_password_half where account_id = $1 or holder = $1';
    await tx.query(`delete from first_password_half where ${inOrder('first_password_half', 'account_id, place', `account_id in (${touched})`)}`, [accountId]);
  }

  /** It is good for nothing any longer. */
  async end(tx: Tx, accountId: string): Promise<void> {
    await tx.query(`delete from first_password_half where ${inOrder('first_password_half', 'account_id, place', 'account_id = $1')}`, [accountId]);
  }

  /** What the caller has yet to see and to hand over. */
  waiting({ actor }: Caller): Promise<WaitingHalf[]> {
    return this.db.read(
      `select a.id as "accountId", a.login, a.name, o.name as organisation, h.ends_at as "endsAt" from first_password_half h join account a on a.id = h.account_id join organisation o on o.id = a.organisation_id
       where h.holder = $1 and h.digest is null and h.ends_at > (select clock_timestamp()) order by h.ends_at, a.login limit 200`,
      [actor.accountId],
    );
  }

  /** The caller's half, drawn now and shown this once: what is kept is its digest. */
  take(caller: Caller, accountId: string): Promise<{ half: string; endsAt: string }> {
    return this.db.run(caller, async (tx) => {
      const half = drawHalf();
      const [kept] = await tx.query<{ place: number; taken: boolean; endsAt: Date }>(
        `select place, digest is not null as taken, ends_at as "endsAt" from first_password_half where account_id = $1 and holder = $2 and ends_at > (select clock_timestamp()) order by place for update`,
        [accountId, tx.actor.accountId],
      );
      if (!kept) return notFound('first-password');
      if (kept.taken) refuse(R.halfTaken());
      await tx.query('update first_password_half set digest = $3 where account_id = $1 and place = $2', [accountId, kept.place, digestOf(accountId, half)]);
      await tx.record({ type: 'identity.half-taken', objectType: 'account', objectId: accountId });
      return { half: grouped(half), endsAt: kept.endsAt.toISOString() };
    });
  }
}
