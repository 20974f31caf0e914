import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { ActorSource } from '@platform/auth';
import { Db, freeInOrder } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { AccountActs, AccountActsController } from './account-acts';
import { AccountsService } from './accounts.service';
import { Actors } from './actors';
import { Attempts } from './attempts';
import { AuthorityActs, AuthorityActsController } from './authority-acts';
import { CalendarActs, CalendarActsController } from './calendar-acts';
import { CertificateSessions } from './certificate-sessions';
import { CertificatesService } from './certificates.service';
import { Devices } from './devices';
import { DraftController } from './draft.controller';
import { FirstPasswords } from './first-passwords';
import { GrantsService } from './grants';
import { IdentityController } from './identity.controller';
import { OneTimeCodes } from './one-time-codes';
import { OwnPassword } from './own-password';
import { Renaming, RenamingController } from './renaming';
import { Replacing, ReplacingController } from './replacing';
import { ProposalController } from './proposal.controller';
import { ProposalsService } from './proposals.service';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';
import { SignInService } from './sign-in.service';
import { SigningRights } from './signing-rights';

const ENDED = `update session set ended_at = expires_at where ${freeInOrder('session', 'id', 'ended_at is null and expires_at <= (select clock_timestamp())')}`;
const PASSED = [
  `delete from sign_in_challenge where ${freeInOrder('sign_in_challenge', 'nonce', "created_at < (select clock_timestamp()) - interval '10 minutes'")}`,
  `delete from certificate_challenge where ${freeInOrder('certificate_challenge', 'id', "created_at < (select clock_timestamp()) - interval '10 minutes'")}`,
  `delete from proposal where ${freeInOrder('proposal', 'id', "status = 'unsigned' and expires_at < (select tianping_now())")}`,
  `delete from first_password_half where ${freeInOrder('first_password_half', 'account_id, place', 'ends_at < (select clock_timestamp())')}`,
  `delete from idempotency_key where ${freeInOrder('idempotency_key', 'scope, key', "at < (select clock_timestamp()) - interval '1 day'")}`,
  `delete from account_draft where ${freeInOrder('account_draft', 'id', "saved_at < (select tianping_now()) - interval '90 days'")}`,
];

/** People, organisations, roles, certificates, sessions; two-person acts. Global: it answers platform/auth's question who acts. */
@Global()
@Module({
  controllers: [
    ...[IdentityController, SessionsController, ProposalController, AuthorityActsController, AccountActsController],
    ...[CalendarActsController, RenamingController, ReplacingController, DraftController],
  ],
  providers: [
    Actors,
    { provide: ActorSource, useExisting: Actors },
    AccountActs,
    AccountsService,
    Attempts,
    AuthorityActs,
    CalendarActs,
    CertificateSessions,
    CertificatesService,
    Devices,
    FirstPasswords,
    GrantsService,
    OneTimeCodes,
    OwnPassword,
    SessionsService,
    SignInService,
    ProposalsService,
    Renaming,
    Replacing,
    SigningRights,
  ],
  exports: [ActorSource, AccountsService, FirstPasswords, ProposalsService, SigningRights],
})
export class IdentityModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly db: Db,
    private readonly attempts: Attempts,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'identity.end-sessions', everyMs: 1000, run: () => this.endSessions() });
    this.jobs.define({ name: 'identity.tidy', everyMs: 60_000, run: () => this.tidy() });
  }

  /** What is over stays over: a clock that was put back gives no session its hours again. */
  private endSessions(): Promise<unknown> {
    return this.db.write(ENDED);
  }

  /** What only served a moment goes: unused challenges, first passwords that ended, requests that their author never signed, forms that nobody went on with, answers of requests that nobody repeats after a day. Sessions stay, as evidence. */
  private async tidy(): Promise<void> {
    for (const statement of PASSED) await this.db.write(statement);
    await this.attempts.tidy();
  }
}
