import { type AccountId, BusinessError, refuse } from '@kernel';
import { type Actor, type Caller, type HeldRole, type Tx } from '@platform/db';
import { HELD } from './actors';
import { Account } from './identity.entity';
import { R } from './proposal.refusals';
import { actsOf } from './roles';

const PERSON = `select a.id as "accountId", a.login, a.name, o.id as "organisationId", o.name as "organisationName", o.uscc, null as "sessionId", ${HELD} as roles
from account a join organisation o on o.id = a.organisation_id where a.id = $1`;

const NOT_FOUND = 'platform.not-found';

/** Who asked, with the rights that he has now and not those that he had: a suspended account has none. It stays as it is until the commit. */
export async function askerNow(tx: Tx, accountId: AccountId): Promise<Actor> {
  const { suspendedAt } = await tx.lock(Account, { id: accountId }, 'account', 'share');
  const [row] = await tx.query<Omit<Actor, 'roles' | 'permissions'> & { roles: HeldRole[] | null }>(PERSON, [accountId]);
  const roles = suspendedAt ? [] : (row!.roles ?? []);
  return { ...row!, roles, permissions: actsOf(roles.map(({ role }) => role)) };
}

/** What he can no longer see he can no longer ask for; every other refusal, a hold among them, says itself what is wrong. */
export async function assertStillHis<T>({ name }: Actor, question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof BusinessError && error.refusals[0].code === NOT_FOUND) return refuse(R.askerLost({ asker: name }));
    throw error;
  }
}

/** A certificate of which nothing can be known just now may be good again in a moment: that is no lapse, and stays the refusal that it is. */
export async function assertStillSigned<T>({ name }: Actor, question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof BusinessError && error.status < 500) return refuse(R.askerCertificate({ asker: name }), ...error.refusals);
    throw error;
  }
}

/** By its own act, done or refused, as where it needs no signature: who may read of it in the trail is told by that. */
export async function tracedAs<T>(caller: Caller, act: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    caller.act = act; // not before: the key of a repeated request belongs to the act of its route
    throw error;
  }
}
