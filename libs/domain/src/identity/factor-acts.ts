import { Body, Controller, Get, HttpCode, Injectable, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { type AccountId, refuse, refuseAny } from '@kernel';
import { Allow, By } from '@platform/auth';
import { type Caller, Db, type Tx } from '@platform/db';
import { uuid } from '@platform/http';
import { type AboutAccount, accountToAsk, isHead, isSelf, mayAskAbout, personContent, unchanged } from './account-acts';
import { FirstPasswords } from './first-passwords';
import { FactorReason } from './identity.dto';
import { Account } from './identity.entity';
import { R } from './identity.refusals';
import { OneTimeCodes } from './one-time-codes';
import { type Asked, ProposalsService } from './proposals.service';
import { SessionsService } from './sessions.service';

type Office = 'organisation-head' | 'security-admin';
type FactorAct = 'identity.reset-password' | 'identity.end-codes';

interface Wanted extends AboutAccount {
  reason: string;
  asker: Office;
  confirmer: Office;
}

/**
 * Ways back for who forgot his password or lost the device of his codes, and the way in for a new account. Two offices, the head of the organisation one of them where there
 * is another than the person himself; for a head, and where there is none, two security administrators, who appoint heads as well (docs/decisions/0025). Nobody takes part
 * in his own.
 */
@Injectable()
export class FactorActs {
  constructor(
    private readonly db: Db,
    private readonly proposals: ProposalsService,
    private readonly first: FirstPasswords,
    private readonly codes: OneTimeCodes,
    private readonly sessions: SessionsService,
  ) {
    this.#define('identity.reset-password', async (tx, account, askedBy) => {
      const given = await this.first.give(tx, account, [askedBy, tx.actor.accountId!]);
      await tx.record({ type: 'identity.password-reset', objectType: 'account', objectId: account.id });
      return given;
    });
    this.#define(
      'identity.end-codes',
      async (tx, account) => {
        await this.codes.clear(tx, account);
        await tx.record({ type: 'identity.codes-ended', objectType: 'account', objectId: account.id });
        return { ended: true };
      },
      ({ totpSecret }) => !totpSecret && R.codeNotBegun(),
    );
  }

  /** Whatever of the two is done, every session ends that was opened with what is no longer. */
  #define(act: FactorAct, carryOut: (tx: Tx, account: Account, askedBy: AccountId) => Promise<object>, hindrance: (account: Account) => ReturnType<typeof R.codeNotBegun> | false = () => false): void {
    this.proposals.define<Wanted>({
      act,
      mayAsk: (tx, _id, wanted) => mayAskAbout(tx, wanted.asker, wanted),
      confirmer: ({ confirmer }) => confirmer,
      organisationOf: async (_tx, _id, { confirmer, organisationId }) => (confirmer === 'organisation-head' ? organisationId : null),
      signed: false, // who confirms may hold no certificate
      check: async (tx, _id, wanted) => {
        const account = await unchanged(tx, wanted);
        if ((await confirmerOf((...question) => tx.query(...question), account.id, wanted.asker)) !== wanted.confirmer) refuse(R.accountChanged({ login: wanted.login })); // a head came or went
        refuseAny([(await isSelf(tx, account)) && R.notOwnFactor(), hindrance(account)]);
      },
      content: async (tx, id, { reason }) => ({ person: await personContent(tx, id), reason }),
      carryOut: async (tx, id, _wanted, askedBy) => {
        const account = await tx.lock(Account, { id }, 'account');
        const done = await carryOut(tx, account, askedBy);
        await this.sessions.endAll(tx, id);
        return done;
      },
    });
  }

  async ask(caller: Caller, act: FactorAct, accountId: string, reason: string): Promise<Asked> {
    const about = await accountToAsk(this.db, caller, accountId);
    const asker = isHead(caller) ? 'organisation-head' : 'security-admin';
    const confirmer = await confirmerOf((...question) => this.db.read(...question), accountId, asker);
    return this.proposals.ask(caller, act, accountId, { ...about, reason, asker, confirmer });
  }
}

/** Whether the person is a head, and whether his organisation has another. */
const HEADS = `select g.account_id = a.id as own from role_grant g join account h on h.id = g.account_id join account a on a.organisation_id = h.organisation_id and (g.account_id = a.id or h.person_hash <> a.person_hash)
where a.id = $1 and g.role = 'organisation-head' and h.suspended_at is null and (g.ends_at is null or g.ends_at > tianping_now())`;

/** The second of the two: asked by the head, a security administrator; asked by one of those, the head, where that is another person than the one it is about. */
async function confirmerOf(ask: (sql: string, values: unknown[]) => Promise<{ own: boolean }[]>, accountId: string, asker: Office): Promise<Office> {
  const heads = await ask(HEADS, [accountId]);
  const isOne = heads.some(({ own }) => own);
  if (asker === 'organisation-head') return isOne ? refuse(R.headByTwo()) : 'security-admin';
  return isOne || heads.length === 0 ? 'security-admin' : 'organisation-head';
}

@Controller('api')
export class FactorActsController {
  constructor(
    private readonly acts: FactorActs,
    private readonly first: FirstPasswords,
  ) {}

  @Post('accounts/:id/password/reset')
  @HttpCode(200)
  @Allow('identity.reset-password')
  resetPassword(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: FactorReason }) { reason }: z.infer<typeof FactorReason>) {
    return this.acts.ask(caller, 'identity.reset-password', id, reason);
  }

  @Post('accounts/:id/codes/end')
  @HttpCode(200)
  @Allow('identity.end-codes')
  endCodes(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: FactorReason }) { reason }: z.infer<typeof FactorReason>) {
    return this.acts.ask(caller, 'identity.end-codes', id, reason);
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
