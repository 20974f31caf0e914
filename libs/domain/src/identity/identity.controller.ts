import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import type { Caller } from '@platform/db';
import { uuid } from '@platform/http';
import { AccountsService } from './accounts.service';
import { AskChallenge, CertificateSignIn, CreateAccount, GrantRole, PasswordSignIn, RegisterOrganisation } from './identity.dto';
import { ProposalsService } from './proposals.service';
import { SessionsService } from './sessions.service';

@Controller('api')
export class IdentityController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('organisations')
  @Public('organisation.register')
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
  @Public('session.start')
  signIn(@By() caller: Caller, @Body({ schema: PasswordSignIn }) dto: PasswordSignIn) {
    return this.sessions.withPassword(caller, dto);
  }

  @Post('sessions/challenge')
  @Public('session.challenge')
  challenge(@By() caller: Caller, @Body({ schema: AskChallenge }) dto: z.infer<typeof AskChallenge>) {
    return this.sessions.challenge(caller, dto.login);
  }

  @Post('sessions/certificate')
  @Public('session.start')
  certificate(@By() caller: Caller, @Body({ schema: CertificateSignIn }) dto: CertificateSignIn) {
    return this.sessions.withCertificate(caller, dto);
  }

  @Get('sessions')
  @Allow('session.read')
  list(@By() caller: Caller) {
    return this.sessions.list(caller);
  }

  @Get('me')
  @Allow('session.read')
  me(@By() { actor }: Caller) {
    const { accountId, login, name, organisationId, organisationName, uscc, roles, permissions } = actor;
    return { accountId, login, name, organisationId, organisationName, uscc, roles, permissions: [...permissions].sort() };
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
