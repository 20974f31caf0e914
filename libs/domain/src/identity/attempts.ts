import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Params, type Refusal, refuse } from '@kernel';
import { Db, freeInOrder, type Tx } from '@platform/db';
import { neighbourhood } from '@platform/http';
import { R } from './identity.refusals';

/** How many tries are free, and how the wait grows after them: it doubles from `firstMs` to `mostMs`. One try is forgiven every `forgiveMs`. */
export interface AttemptLimit {
  free: number;
  firstMs: number;
  mostMs: number;
  forgiveMs: number;
}

/** The refusal of one who has to wait for some seconds. */
type Later = (params: Params) => Refusal;

/** What an attempt is counted under. */
export interface Meter extends AttemptLimit {
  /** A digest: people type passwords where logins belong. */
  key: string;
}

const SECOND = 1000;
const MINUTE = 60_000;

/** One login from one place (a known device, or an address): ten mistakes, then 15 s, 30 s … up to a quarter of an hour. */
const FROM_PLACE: AttemptLimit = { free: 10, firstMs: 15 * SECOND, mostMs: 15 * MINUTE, forgiveMs: 10 * MINUTE };
/** One login from all strange places together: sixty, then one a minute. One stranger alone never gets here: `FROM_PLACE` stops him before. */
const OF_LOGIN: AttemptLimit = { free: 60, firstMs: MINUTE, mostMs: MINUTE, forgiveMs: MINUTE };
/** All logins from one strange address: many people may sit behind it, and what is right is given back. */
const OF_ADDRESS: AttemptLimit = { free: 100, firstMs: 2 * SECOND, mostMs: MINUTE, forgiveMs: 6 * SECOND };
/** Codes have six digits and three are right at a time: five guesses, then half a minute up to an hour. */
const OF_CODE: AttemptLimit = { free: 5, firstMs: 30 * SECOND, mostMs: 60 * MINUTE, forgiveMs: 60 * MINUTE };

/** One firm that registers: mistakes are made, and nobody makes more than a few. */
const OF_FIRM: AttemptLimit = { free: 10, firstMs: 30 * SECOND, mostMs: 60 * MINUTE, forgiveMs: 60 * MINUTE };
/** One account of a firm for which a certificate is to be replaced. */
const OF_REPLACEMENT: AttemptLimit = { free: 10, firstMs: 30 * SECOND, mostMs: 10 * MINUTE, forgiveMs: 10 * MINUTE };
/** Accounts that a head makes for his own people: fifty at once, then one a minute; so he cannot try names and numbers through. */
const OF_HEAD: AttemptLimit = { free: 50, firstMs: MINUTE, mostMs: MINUTE, forgiveMs: MINUTE };

const meter = (limit: AttemptLimit, ...of: string[]): Meter => ({ ...limit, key: createHash('sha256').update(of.join('\n')).digest('base64url') });

/** Where somebody tries from. A known device is one from which this very login was used before; nobody else's mistakes hinder it. */
export type Place = { device: string } | { address: string };

export function signInMeters(login: string, place: Place): Meter[] {
  if ('device' in place) return [meter(FROM_PLACE, 'login-device', login, place.device)];
  const network = neighbourhood(place.address);
  return [meter(FROM_PLACE, 'login-address', login, network), meter(OF_LOGIN, 'login', login), meter(OF_ADDRESS, 'address', network)];
}

/** Codes are counted by the account, for whoever has the password may be anywhere; what the holder himself mistypes on his own device is apart. */
export const codeMeters = (accountId: string, place: Place): Meter[] => [meter(OF_CODE, 'code', accountId, 'device' in place ? place.device : '')];

export const registrationMeter = (uscc: string): Meter => meter(OF_FIRM, 'registration', uscc);
export const replacementMeter = (uscc: string, login: string): Meter => meter(OF_REPLACEMENT, 'replacement', uscc, login);
export const newAccountMeter = (organisationId: string): Meter => meter(OF_HEAD, 'new-account', organisationId);

const BEGIN_ANEW = 'delete from attempt_meter where key = $1';
const GIVE_BACK = 'update attempt_meter set tries = greatest(0, tries - 1), free_at = case when tries <= $2 then at else free_at end where key = $1';

/** Guesses of passwords and codes, and what could be found out by trying: counted before it is compared, in a commit of their own, so that neither a crowd at once nor a refusal undoes the count. */
@Injectable()
export class Attempts {
  constructor(private readonly db: Db) {}

  /** Grants one try under every meter, or none: then 429 with `later`, whoever asks and whatever he has in his hand. Not within a transaction. */
  async take(meters: readonly Meter[], later: Later = R.tryLater): Promise<void> {
    const [{ wait }] = (await this.db.write<{ wait: string }>('select take_attempt($1) as wait', [JSON.stringify(meters)])) as [{ wait: string }];
    if (Number(wait) > 0) refuse(later({ seconds: Math.ceil(Number(wait) / SECOND) }));
  }

  /** The try was right: its own meter begins anew, those that others share get it back; they are free since their last try, for now would lie after the moment that a try at the same time looks from. */
  right(tx: Tx, [own, ...shared]: readonly Meter[]): void {
    const statements = [{ key: own!.key, text: BEGIN_ANEW, values: [] as number[] }, ...shared.map(({ key, free }) => ({ key, text: GIVE_BACK, values: [free] }))];
    // in the order in which take_attempt locks them, so that no two wait for each other
    for (const { key, text, values } of statements.sort((a, b) => (a.key < b.key ? -1 : 1))) tx.atEnd(text, [key, ...values]);
  }

  /** What is forgiven altogether. */
  async tidy(): Promise<void> {
    await this.db.write(`delete from attempt_meter where ${freeInOrder('attempt_meter', 'key', "at < (select clock_timestamp()) - interval '2 days'")}`);
  }
}
