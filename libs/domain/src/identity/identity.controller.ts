import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import type { Caller } from '@platform/db';
import { uuid } from '@platform/http';
import { AccountsService } from './accounts.service';
import { CertificatesService } from './certificates.service';
import { AskCertificateChallenge, BindCertificate, ChangePassword, CreateAccount, GrantRole, OneTimeCode, RegisterOrganisation } from './identity.dto';
import { GrantsService } from './grants';
import { OneTimeCodes } from './one-time-codes';
import { OwnPassword } from './own-password';

@Controller('api')
export class IdentityController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly grants: GrantsService,
    private readonly codes: OneTimeCodes,
    private readonly own: CertificatesService,
    private readonly password: OwnPassword,
  ) {}

  @Post('organisations')
  @Public('organisation.register', { door: 'registration' })
  register(@By() caller: Caller, @Body({ schema: RegisterOrganisation }) dto: RegisterOrganisation) {
    return this.accounts.register(caller, dto);
  }

  @Post('accounts')
  @Allow('identity.create-account', { secret: true })
  create(@By() caller: Caller, @Body({ schema: CreateAccount }) dto: CreateAccount) {
    return this.grants.create(caller, dto);
  }

  @Post('accounts/:id/roles')
  @Allow('identity.grant-role')
  grant(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: GrantRole }) dto: GrantRole) {
    const { role, ...wanted } = dto;
    return this.grants.ask(caller, id, { ...wanted, roles: [role] });
  }

  @Get('me')
  @Allow('session.read')
  me(@By() caller: Caller) {
    return this.accounts.me(caller);
  }

  @Post('me/password')
  @HttpCode(200)
  @Allow('password.change', { fresh: true, secret: true })
  changePassword(@By() caller: Caller, @Body({ schema: ChangePassword }) dto: ChangePassword) {
    return this.password.change(caller, dto);
  }

  @Post('me/totp')
  @HttpCode(200)
  @Allow('totp.enrol', { fresh: true, secret: true })
  beginCodes(@By() caller: Caller) {
    return this.codes.begin(caller);
  }

  @Post('me/totp/confirm')
  @HttpCode(200)
  @Allow('totp.enrol', { fresh: true, secret: true })
  confirmCodes(@By() caller: Caller, @Body({ schema: OneTimeCode }) dto: z.infer<typeof OneTimeCode>) {
    return this.codes.confirm(caller, dto.code);
  }

  @Post('me/totp/end')
  @HttpCode(200)
  @Allow('totp.enrol', { fresh: true, secret: true })
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
  @Allow('certificate.bind', { fresh: true, secret: true })
  certificateChallenge(@By() caller: Caller, @Body({ schema: AskCertificateChallenge }) dto: z.infer<typeof AskCertificateChallenge>) {
    return this.own.challenge(caller, dto.certificate);
  }

  @Post('me/certificates')
  @Allow('certificate.bind', { fresh: true })
  bindCertificate(@By() caller: Caller, @Body({ schema: BindCertificate }) dto: z.infer<typeof BindCertificate>) {
    return this.own.bind(caller, dto);
  }

  @Delete('me/certificates/:id')
  @Allow('certificate.bind', { fresh: true })
  endCertificate(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.own.end(caller, id);
  }
}
