import { Body, Controller, Get, HttpCode, Injectable, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { type AccountId, type Refusal, refuse, refuseAny } from '@kernel';
import { Allow, By } from '@platform/auth';
import { type Caller, Db, hasRole, type Tx } from '@platform/db';
import { uuid } from '@platform/http';
import { type AboutAccount, accountToAsk, dutiesOf, isHead, isSelf, mayAskAbout, personContent, takeStanding, unchanged } from './about-account';
import { clashOf } from './apart';
import { FirstPasswords } from './first-passwords';
import { ActReason } from './identity.dto';
import { Account } from './identity.entity';
import { R } from './identity.refusals';
import { OneTimeCodes } from './one-time-codes';
import type { Asked } from './proposal-rules';
import { ProposalsService } from './proposals.service';
import { SessionsService } from './sessions.service';

type Office = 'organisation-head' | 'security-admin';
type AccountAct = 'identity.reset-password' | 'identity.end-codes' | 'account.suspend' | 'account.reinstate';

/** What differs from act to act. */
interface Rule {
  /** Whether both persons see his duties, which end with it or begin anew. */
  ofDuties?: true;
  /** Whether it is done to a suspended account; else it is done to none. */
  suspended?: true;
  /** Locks that its confirmation takes before any other. */
  first?: (tx: Tx, accountId: string) => Promise<unknown>;
  /** What stands in its way. */
  hindrance?: (tx: Tx, account: Account) => Refusal | false | Promise<Refusal | undefined>;
  carryOut: (tx: Tx, accountId: string, reason: string, askedBy: AccountId) => Promise<object>;
}

interface Wanted extends AboutAccount {
  reason: string;
  asker: Office;
  confirmer: Office;
}

/**
 * What two offices do to somebody's account: ways back for who forgot his password or lost the device of his codes, the way in for a new account, its end and its return.
 * The head of the organisation is one of the two where there is another than the person himself; for a head, and where there is none, two security administrators, who
 * appoint heads as well (docs/decisions/0025). Nobody takes part in his own.
 */
@Injectable()
export class AccountActs {
  constructor(
    private readonly db: Db,
    private readonly proposals: ProposalsService,
    private readonly first: FirstPasswords,
    private readonly codes: OneTimeCodes,
    private readonly sessions: SessionsService,
  ) {
    this.#define('identity.reset-password', {
      carryOut: async (tx, id, _reason, askedBy) => {
        const account = await locked(tx, id);
        const given = await this.first.give(tx, account, [askedBy, tx.actor.accountId!]);
        await tx.record({ type: 'identity.password-reset', objectType: 'account', objectId: account.id });
        return given;
      },
    });
    this.#define('identity.end-codes', {
      hindrance: (_tx, { totpSecret }) => !totpSecret && R.codeNotBegun(),
      carryOut: async (tx, id) => {
        const account = await locked(tx, id);
        await this.codes.clear(tx, account);
        await tx.record({ type: 'identity.codes-ended', objectType: 'account', objectId: account.id });
        return { ended: true };
      },
    });
    this.#define('account.suspend', {
      ofDuties: true,
      first: takeStanding,
      carryOut: async (tx, id, reason) => {
        const suspendedAt = await this.suspend(tx, id, reason);
        return { suspendedAt: suspendedAt.toISOString() };
      },
    });
    this.#define('account.reinstate', {
      ofDuties: true,
      suspended: true,
      hindrance: (tx, account) => hasRole(tx.actor, 'security-admin') && clashOf(tx, account, 'its own'), // as with rights, a head is not told
      carryOut: async (tx, id, reason) => {
        const account = await locked(tx, id);
        if (await clashOf(tx, account, 'its own')) refuse(R.notFree());
        account.suspendedAt = null;
        await tx.save(account);
        await tx.record({ type: 'identity.account-reinstated', objectType: 'account', objectId: account.id, payload: { reason } });
        return { reinstated: true };
      },
    });
  }

  /** Whatever is done, every session ends that was opened with what is no longer. */
  #define(act: AccountAct, { suspended, ofDuties, first, hindrance, carryOut }: Rule): void {
    this.proposals.define<Wanted>({
      act,
      mayAsk: (tx, _id, wanted) => mayAskAbout(tx, wanted.asker, wanted),
      confirmer: ({ confirmer }) => confirmer,
      organisationOf: async (_tx, _id, { confirmer, organisationId }) => (confirmer === 'organisation-head' ? organisationId : null),
      concerns: (id) => id,
      ...(first ? { first } : {}),
      signed: false, // who confirms may hold no certificate
      check: async (tx, _id, wanted) => {
        const account = await unchanged(tx, wanted, { suspended: !!suspended });
        if ((await confirmerOf((...question) => tx.query(...question), account.id, wanted.asker)) !== wanted.confirmer) refuse(R.accountChanged({ login: wanted.login })); // a head came or went
        refuseAny([(await isSelf(tx, account)) && R.notOwnFactor(), await hindrance?.(tx, account)]);
      },
      content: async (tx, id, { reason }) => ({ person: await personContent(tx, id), ...(ofDuties ? { roles: await dutiesOf(tx, id) } : {}), reason }),
      carryOut: async (tx, id, { reason }, askedBy) => {
        const done = await carryOut(tx, id, reason, askedBy);
        await this.sessions.endAll(tx, id);
        return done;
      },
    });
  }

  /** For what stands behind it already: two offices, or who runs the host. With his account ends what he asked for, and what he held of first passwords. */
  async suspend(tx: Tx, id: string, reason: string): Promise<Date> {
    await takeStanding(tx, id);
    const account = await locked(tx, id);
    await this.proposals.endOf(tx, id);
    await this.first.endWith(tx, id);
    const suspendedAt = await tx.time(); // what he had under way was waited for, and lay before it
    account.suspendedAt = suspendedAt;
    await tx.save(account);
    await tx.record({ type: 'identity.account-suspended', objectType: 'account', objectId: id, payload: { reason } });
    await this.sessions.endAll(tx, id);
    return suspendedAt;
  }

  async ask(caller: Caller, act: AccountAct, accountId: string, reason: string): Promise<Asked> {
    const about = await accountToAsk(this.db, caller, accountId);
    const asker = isHead(caller) ? 'organisation-head' : 'security-admin';
    const confirmer = await confirmerOf((...question) => this.db.read(...question), accountId, asker);
    return this.proposals.ask(caller, act, accountId, { ...about, reason, asker, confirmer });
  }
}

const locked = (tx: Tx, id: string): Promise<Account> => tx.lock(Account, { id }, 'account');

/** Whether the person is a head, and whether his organisation has another. */
const HEADS = `select g.account_id = a.id as own from role_grant g join account h on h.id = g.account_id join account a on a.organisation_id = h.organisation_id and (g.account_id = a.id or h.person_hash <> a.person_hash)
where a.id = $1 and g.role = 'organisation-head' and h.suspended_at is null and (g.ends_at is null or g.ends_at > (select tianping_now()))`;

/** The second of the two: asked by the head, a security administrator; asked by one of those, the head, where that is another person than the one it is about. */
async function confirmerOf(ask: (sql: string, values: unknown[]) => Promise<{ own: boolean }[]>, accountId: string, asker: Office): Promise<Office> {
  const heads = await ask(HEADS, [accountId]);
  const isOne = heads.some(({ own }) => own);
  if (asker === 'organisation-head') return isOne ? refuse(R.headByTwo()) : 'security-admin';
  return isOne || heads.length === 0 ? 'security-admin' : 'organisation-head';
}

@Controller('api')
export class AccountActsController {
  constructor(
    private readonly acts: AccountActs,
    private readonly first: FirstPasswords,
  ) {}

  @Post('accounts/:id/password/reset')
  @HttpCode(200)
  @Allow('identity.reset-password')
  resetPassword(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: ActReason }) { reason }: z.infer<typeof ActReason>) {
    return this.acts.ask(caller, 'identity.reset-password', id, reason);
  }

  @Post('accounts/:id/codes/end')
  @HttpCode(200)
  @Allow('identity.end-codes')
  endCodes(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: ActReason }) { reason }: z.infer<typeof ActReason>) {
    return this.acts.ask(caller, 'identity.end-codes', id, reason);
  }

  @Post('accounts/:id/suspend')
  @HttpCode(200)
  @Allow('account.suspend')
  suspend(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: ActReason }) { reason }: z.infer<typeof ActReason>) {
    return this.acts.ask(caller, 'account.suspend', id, reason);
  }

  @Post('accounts/:id/reinstate')
  @HttpCode(200)
  @Allow('account.reinstate')
  reinstate(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: ActReason }) { reason }: z.infer<typeof ActReason>) {
    return this.acts.ask(caller, 'account.reinstate', id, reason);
  }

  /** Halves of first passwords that the caller has yet to see and to hand over. */
  @Get('first-passwords')
  @Allow('identity.take-half')
  async waiting(@By() caller: Caller) {
    return { items: await this.first.waiting(caller) };
  }

  @Post('first-passwords/:accountId/half')
  @HttpCode(200)
  @Allow('identity.take-half', { secret: true })
  takeHalf(@By() caller: Caller, @Param('accountId', { schema: uuid }) accountId: string) {
    return this.first.take(caller, accountId);
  }
}
