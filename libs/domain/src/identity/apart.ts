import { BusinessError, type Refusal, refuse } from '@kernel';
import type { Tx } from '@platform/db';
import type { Account } from './identity.entity';
import { R } from './identity.refusals';
import { apartRule, ROLES, type RoleCode } from './roles';

const APART = 'identity.apart';

const named = (role: RoleCode) => ({ zh: ROLES[role].zh, en: ROLES[role].en });

/** What the person holds under every account that is not suspended; `account`: what is held under this one. */
const HELD_BY = `select g.role, a.id as account from role_grant g join account a on a.id = g.account_id
where a.person_hash = $1 and (g.ends_at is null or g.ends_at > $2) and g.project_id is null and (a.suspended_at is null or a.id = $3)`;

/**
 * The first duty that the person may not have beside what he holds (roles.md 2). It looks at the person, not at the account, and at one grant at a time for one person.
 * A suspended account counts for nothing: whoever registered under somebody else's number stands in his way until two persons suspend it.
 */
export async function clashOf(tx: Tx, { id, personHash }: Pick<Account, 'id' | 'personHash'>, wanted: readonly RoleCode[] | 'its own'): Promise<Refusal | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [personHash]);
  const held = await tx.query<{ role: RoleCode; account: string }>(HELD_BY, [personHash, tx.now, id]);
  const own = held.filter(({ account }) => account === id).map(({ role }) => role);
  const others = held.filter(({ account }) => account !== id).map(({ role }) => role);
  const [before, roles] = wanted === 'its own' ? [others, own] : [[...others, ...own], wanted];
  for (const [i, role] of roles.entries()) {
    const clash = apartRule([...before, ...roles.slice(0, i)], role);
    if (clash) return { ...R.apart({ held: named(clash.with as RoleCode), wanted: named(role) }), article: clash.rule.article };
  }
  return undefined;
}

export async function assertApart(tx: Tx, account: Account, roles: readonly RoleCode[]): Promise<void> {
  const clash = await clashOf(tx, account, roles);
  if (clash) refuse(clash);
}

/** For who must not learn what else somebody does: that a person is an expert is nobody's business at a firm. */
export async function unnamed<T>(work: Promise<T>, pointer = ''): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BusinessError && error.refusals[0].code === APART) return refuse(R.notFree({}, pointer));
    throw error;
  }
}
