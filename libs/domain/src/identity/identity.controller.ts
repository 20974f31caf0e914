import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import type { Caller } from '@platform/db';
import { CONFIG, type Config } from '@platform/config';
import { clearSessionCookie, sessionCookie, uuid } from '@platform/http';
import { AccountsService } from './accounts.service';
import { CertificatesService } from './certificates.service';
import { AskCertificateChallenge, AskChallenge, BindCertificate, CertificateSignIn, CreateAccount, GrantRole, OneTimeCode, PasswordSignIn, RegisterOrganisation } from './identity.dto';
import { ProposalsService } from './proposals.service';
import { OneTimeCodes } from './one-time-codes';
import { SessionsService, type SignedIn } from './sessions.service';

@Controller('api')
export class IdentityController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly codes: OneTimeCodes,
    private readonly own: CertificatesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('organisations')
  @Public('organisation.register', { door: 'registration' })
  register(@By() caller: Caller, @Body({ schema: RegisterOrganisation }) dto: RegisterOrganisation) {
    return this.accounts.register(caller, dto);
  }

  @Post('accounts')
  @Allow('identity.create-account')
  create(@By() caller: Caller, @Body({ schema: CreateAccount }) dto: CreateAccount) {
    return this.accounts.create(caller, dto);
  }

  @Post('accounts/:id/roles')
  @Allow('identity.grant-role')
  grant(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: GrantRole }) dto: GrantRole) {
    return this.accounts.grant(caller, id, dto);
  }

  @Post('accounts/:id/suspend')
  @HttpCode(200)
  @Allow('account.suspend')
  suspend(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.accounts.suspend(caller, id);
  }

  @Post('sessions')
  @Public('session.start', { door: 'sign-in' })
  async signIn(@By() caller: Caller, @Body({ schema: PasswordSignIn }) dto: PasswordSignIn, @Headers('user-agent') agent: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#kept(await this.sessions.withPassword(caller, dto, agent), dto.keep, reply);
  }

  @Post('sessions/challenge')
  @Public('session.challenge', { door: 'challenge' })
  challenge(@By() caller: Caller, @Body({ schema: AskChallenge }) dto: z.infer<typeof AskChallenge>) {
    return this.sessions.challenge(caller, dto.login);
  }

  @Post('sessions/certificate')
  @Public('session.start', { door: 'certificate' })
  async certificate(
    @By() caller: Caller,
    @Body({ schema: CertificateSignIn }) dto: CertificateSignIn,
    @Headers('user-agent') agent: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#kept(await this.sessions.withCertificate(caller, dto, agent), dto.keep, reply);
  }

  /** With `cookie` the token is the browser's affair alone: no script sees it. */
  #kept({ token, ...answer }: SignedIn, keep: 'token' | 'cookie', reply: FastifyReply): Omit<SignedIn, 'token'> & { token?: string } {
    if (keep === 'token') return { token, ...answer };
    sessionCookie(reply, token, this.config.SESSION_HOURS * 3600, this.config.PUBLIC_URL);
    return answer;
  }

  @Get('sessions')
  @Allow('session.read')
  list(@By() caller: Caller) {
    return this.sessions.list(caller);
  }

  @Get('me')
  @Allow('session.read')
  me(@By() caller: Caller) {
    return this.accounts.me(caller);
  }

  @Post('me/totp')
  @HttpCode(200)
  @Allow('totp.enrol')
  beginCodes(@By() caller: Caller) {
    return this.codes.begin(caller);
  }

  @Post('me/totp/confirm')
  @HttpCode(200)
  @Allow('totp.enrol')
  confirmCodes(@By() caller: Caller, @Body({ schema: OneTimeCode }) dto: z.infer<typeof OneTimeCode>) {
    return this.codes.confirm(caller, dto.code);
  }

  @Post('me/totp/end')
  @HttpCode(200)
  @Allow('totp.enrol')
  endCodes(@By() caller: Caller, @Body({ schema: OneTimeCode }) dto: z.infer<typeof OneTimeCode>) {
    return this.codes.end(caller, dto.code);
  }

  @Get('me/certificates')
  @Allow('session.read')
  async ownCertificates(@By() caller: Caller) {
    return { items: await this.own.own(caller) };
  }

  @Post('me/certificates/challenge')
  @HttpCode(200)
  @Allow('certificate.bind')
  certificateChallenge(@By() caller: Caller, @Body({ schema: AskCertificateChallenge }) dto: z.infer<typeof AskCertificateChallenge>) {
    return this.own.challenge(caller, dto.certificate);
  }

  @Post('me/certificates')
  @Allow('certificate.bind')
  bindCertificate(@By() caller: Caller, @Body({ schema: BindCertificate }) dto: z.infer<typeof BindCertificate>) {
    return this.own.bind(caller, dto);
  }

  @Delete('me/certificates/:id')
  @Allow('certificate.bind')
  endCertificate(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.own.end(caller, id);
  }

  @Delete('sessions/current')
  @Allow('session.end')
  async signOut(@By() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    const ended = await this.sessions.end(caller, caller.actor.sessionId!);
    clearSessionCookie(reply);
    return ended;
  }

  @Delete('sessions')
  @Allow('session.end')
  endOthers(@By() caller: Caller) {
    return this.sessions.endOthers(caller);
  }

  @Delete('sessions/:id')
  @Allow('session.end')
  end(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.sessions.end(caller, id);
  }
}

const Confirm = z.strictObject({ contentSha256: z.string().length(64) });
const Refuse = z.strictObject({ reason: z.string().trim().min(1).max(1000) });

@Controller('api/proposals')
export class ProposalController {
  constructor(private readonly proposals: ProposalsService) {}

  @Get()
  @Allow('proposal.read')
  open(@By() caller: Caller) {
    return this.proposals.open(caller);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Allow('proposal.confirm')
  confirm(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Confirm }) dto: z.infer<typeof Confirm>) {
    return this.proposals.confirm(caller, id, dto.contentSha256);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Allow('proposal.confirm')
  refuse(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Refuse }) dto: z.infer<typeof Refuse>) {
    return this.proposals.refuse(caller, id, dto.reason);
  }
}
