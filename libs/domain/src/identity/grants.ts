import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { refuse, refuseAny } from '@kernel';
import type { Content } from '@envelope';
import { type Caller, Db, hasRole, notFound, type Tx } from '@platform/db';
import { type AboutAccount, accountToAsk, hasOtherHead, isHead, isSelf, mayAskAbout, personContent, unchanged } from './about-account';
import { assertApart, unnamed } from './apart';
import { AccountsService } from './accounts.service';
import { Attempts, newAccountMeter } from './attempts';
import { Account } from './identity.entity';
import type { CreateAccount, GrantRole } from './identity.dto';
import { R } from './identity.refusals';
import type { Asked } from './proposal-rules';
import { ProposalsService } from './proposals.service';
import type { RoleCode } from './roles';

/** Who asks for a right and who confirms it (roles.md 2): two offices; for its own people the head of an organisation is one of them. */
export interface GrantRule {
  act: string;
  asks: 'organisation-head' | 'security-admin';
  confirms: 'organisation-head' | 'security-admin';
  /** Whether it makes a head, which no head can. */
  ofHead: boolean;
}

export const GRANT_RULES: readonly GrantRule[] = [
  { act: 'identity.grant-role', asks: 'security-admin', confirms: 'organisation-head', ofHead: false },
  { act: 'identity.propose-role', asks: 'organisation-head', confirms: 'security-admin', ofHead: false },
  { act: 'identity.appoint-head', asks: 'security-admin', confirms: 'security-admin', ofHead: true },
];

/** Duties that are given for a time and given anew (roles.md 2). */
export const FOR_A_TIME: ReadonlySet<RoleCode> = new Set(['entry-officer', 'hall-operator', 'bureau-officer', 'library-admin', 'system-admin', 'security-admin', 'audit-admin']);

/** What both persons see, and what is granted. */
interface Grant extends AboutAccount {
  roles: RoleCode[];
  reason: string;
  endsAt: string | null;
}

/** An account is asked about with each set of roles on its own: one request does not push another out. */
const objectOf = (...parts: string[]): string => hash('sha256', parts.join('\n'), 'hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-a$4-$5');

/** Accounts and rights over the interface: nobody gives a right alone. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly db: Db,
    private readonly accounts: AccountsService,
    private readonly proposals: ProposalsService,
    private readonly attempts: Attempts,
  ) {
    for (const { act, asks, confirms } of GRANT_RULES)
      proposals.define<Grant>({
        act,
        askedWith: 'identity.grant-role',
        mayAsk: (tx, _id, grant) => mayAskAbout(tx, asks, grant),
        confirmer: confirms,
        // a security administrator confirms for everybody, a head for his own
        ...(confirms === 'organisation-head' ? { organisationOf: async (_tx: Tx, _id: string, { organisationId }: Grant) => organisationId } : {}),
        concerns: (_id, { accountId }) => accountId,
        signed: false, // who confirms may hold no certificate
        check: (tx, _id, grant) => this.#check(tx, grant),
        content: (tx, _id, grant) => contentOf(tx, grant),
        carryOut: (tx, _id, grant) => (confirms === 'organisation-head' ? unnamed(this.#carryOut(tx, grant)) : this.#carryOut(tx, grant)),
      });
  }

  /** An account that may do nothing yet; its roles are asked for in the same breath. */
  async create(caller: Caller, { roles, reason, endsAt, ...dto }: CreateAccount): Promise<{ accountId: string; asked: Asked | null }> {
    if (roles.length > 0) ruleFor(caller, roles);
    if (isHead(caller)) await this.attempts.take([newAccountMeter(caller.actor.organisationId!)], R.accountsLater);
    const accountId = await this.accounts.create(caller, dto, async (tx, account, organisation) => {
      if (isHead(caller) && organisation.id !== tx.actor.organisationId) notFound('organisation');
      const about = { accountId: account.id, login: account.login, name: account.name, organisationId: organisation.id, organisation: organisation.name };
      if (roles.length > 0) await this.#check(tx, grantOf(about, { roles, reason, endsAt }));
    });
    return { accountId, asked: roles.length > 0 ? await this.ask(caller, accountId, { roles, reason, endsAt }) : null };
  }

  async ask(caller: Caller, accountId: string, wanted: Omit<GrantRole, 'role'> & { roles: RoleCode[] }): Promise<Asked> {
    const { act } = ruleFor(caller, wanted.roles);
    const grant = grantOf(await accountToAsk(this.db, caller, accountId), wanted);
    return this.proposals.ask(caller, act, objectOf(accountId, ...grant.roles), grant);
  }

  /** Asked when it is wanted and again when it is confirmed, each time of the person who stands before it. */
  async #check(tx: Tx, grant: Grant): Promise<void> {
    const { roles, endsAt } = grant;
    const account = await unchanged(tx, grant);
    refuseAny([
      (await isSelf(tx, account)) && R.notOwnRight(),
      roles.some((role) => FOR_A_TIME.has(role)) && !endsAt && R.endNeeded({}, '/endsAt'),
      !!endsAt && new Date(endsAt) <= tx.now && R.endPast({ endsAt }, '/endsAt'),
    ]);
    if (!hasRole(tx.actor, 'organisation-head')) await assertApart(tx, account, roles); // a head is not to learn what else his people do; the other of the two asks
    if (!roles.includes('organisation-head') && !(await hasOtherHead(tx, account))) refuse(R.headMissing());
  }

  async #carryOut(tx: Tx, { accountId, roles, reason, endsAt }: Grant): Promise<{ granted: RoleCode[] }> {
    const account = await tx.lock(Account, { id: accountId }, 'account');
    for (const role of roles) await this.accounts.addRole(tx, account, { role, reason, endsAt: endsAt ? new Date(endsAt) : null });
    await tx.record({ type: 'identity.role-granted', objectType: 'account', objectId: accountId, payload: { roles, reason, endsAt } });
    return { granted: roles };
  }
}

/** The person as he stands there now; what is given to him, as it was asked for. */
const contentOf = async (tx: Tx, { accountId, roles, reason, endsAt }: Grant): Promise<Content> => ({ person: await personContent(tx, accountId), roles, endsAt, reason });

/** By which rule this person may ask for these roles. */
function ruleFor({ actor }: Caller, roles: readonly RoleCode[]): GrantRule {
  const heads = roles.filter((role) => role === 'organisation-head').length;
  if (heads > 0 && heads < roles.length) refuse(R.headAlone({}, '/roles'));
  return GRANT_RULES.find(({ asks, ofHead }) => hasRole(actor, asks) && ofHead === heads > 0) ?? refuse(R.headByTwo());
}

const grantOf = (account: AboutAccount, { roles, reason, endsAt }: { roles: RoleCode[]; reason: string; endsAt?: string | undefined }): Grant => ({
  ...account,
  ...{ roles: [...new Set(roles)].sort(), reason, endsAt: endsAt ? new Date(endsAt).toISOString() : null },
});
