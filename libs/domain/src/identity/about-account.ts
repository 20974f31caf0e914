import { refuse } from '@kernel';
import type { Content } from '@envelope';
import { type Caller, type Db, hasRole, notFound, type Tx } from '@platform/db';
import { Account } from './identity.entity';
import { R } from './identity.refusals';

/** Whom a two-person act on an account is about, as both persons see him. */
export interface AboutAccount {
  accountId: string;
  login: string;
  name: string;
  organisationId: string;
  organisation: string;
}

export const isHead = ({ actor }: Caller): boolean => hasRole(actor, 'organisation-head');

/** The account that somebody asks about; a head asks about his own people, others' are not there for him. */
export async function accountToAsk(db: Db, caller: Caller, accountId: string): Promise<AboutAccount> {
  const [account] = await db.read<AboutAccount>(
    `select a.id as "accountId", a.login, a.name, o.id as "organisationId", o.name as organisation from account a join organisation o on o.id = a.organisation_id where a.id = $1`,
    [accountId],
  );
  return account && (!isHead(caller) || account.organisationId === caller.actor.organisationId) ? account : notFound('account');
}

/** The same of who holds an office and asked: a head for his own people, a security administrator for everybody. No project belongs to it. */
export async function mayAskAbout(tx: Tx, office: 'organisation-head' | 'security-admin', { organisationId }: AboutAccount): Promise<null> {
  const reaches = hasRole(tx.actor, office) && (office === 'security-admin' || organisationId === tx.actor.organisationId);
  return reaches ? null : notFound('account');
}

/** The account, locked against changes; refuses when it is another than was asked about, or suspended where it should not be and the other way round. */
export async function unchanged(tx: Tx, { accountId, login, name, organisationId }: AboutAccount, { suspended = false } = {}): Promise<Account> {
  const account = await tx.lock(Account, { id: accountId }, 'account'); // at once as it is needed in the end: who first shares it and then wants it alone waits for the other who does
  if (!account.suspendedAt === suspended) refuse(suspended ? R.notSuspended({ login }) : R.accountSuspended({ login }));
  if (account.login !== login || account.name !== name || account.organisationId !== organisationId) refuse(R.accountChanged({ login }));
  return account;
}

/** Whether the actor is the person of this account, under whichever of his own. */
export const isSelf = async (tx: Tx, { personHash }: Account): Promise<boolean> =>
  (await tx.query('select 1 from account where id = $1 and person_hash = $2', [tx.actor.accountId, personHash])).length > 0;

/** Whether the organisation has a head who is another person than this one. */
export const hasOtherHead = async (tx: Tx, { organisationId, personHash }: Account): Promise<boolean> => {
  const heads = await tx.query(
    `select 1 from role_grant g join account a on a.id = g.account_id where g.role = 'organisation-head' and a.organisation_id = $1 and a.suspended_at is null and a.person_hash <> $2 and g.starts_at <= $3 and (g.ends_at is null or g.ends_at > $3) limit 1`,
    [organisationId, personHash, tx.now],
  );
  return heads.length > 0;
};

/** The person as he stands there now. */
export async function personContent(tx: Tx, accountId: string): Promise<Content | null> {
  const [person = null] = await tx.query<{ name: string; login: string; organisation: string; uscc: string | null }>(
    'select a.name, a.login, o.name as organisation, o.uscc from account a join organisation o on o.id = a.organisation_id where a.id = $1',
    [accountId],
  );
  return person;
}

/** The duties that he has under this account, or would have were it not suspended. */
export async function dutiesOf(tx: Tx, accountId: string): Promise<string[]> {
  const rows = await tx.query<{ role: string }>('select distinct role from role_grant where account_id = $1 and starts_at <= $2 and (ends_at is null or ends_at > $2) order by role', [
    accountId,
    tx.now,
  ]);
  return rows.map(({ role }) => role);
}

/** Waits for what he has under way, and what he does next waits for this (`actor_now`). */
export const takeStanding = (tx: Tx, accountId: string): Promise<unknown> => tx.query('select pg_advisory_xact_lock(hashtextextended($1::text, 11))', [accountId]);
