import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { CONFIG, type Config } from '@platform/config';
import type { Caller } from '@platform/db';
import { type Cookies, cookiesOf, uuid } from '@platform/http';
import { Devices } from './devices';
import { AskChallenge, CertificateSignIn, PasswordSignIn, Proof } from './identity.dto';
import { SessionsService } from './sessions.service';
import { type SignedIn, SignInService } from './sign-in.service';

/** Signing in and out, from which sessions and devices. */
@Controller('api/sessions')
export class SessionsController {
  readonly #cookies: Cookies;

  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly devices: Devices,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.#cookies = cookiesOf(config);
  }

  @Post()
  @Public('session.start', { door: 'sign-in', secret: true })
  async signIn(
    @By() caller: Caller,
    @Body({ schema: PasswordSignIn }) dto: PasswordSignIn,
    @Headers('user-agent') agent: string | undefined,
    @Headers('cookie') cookies: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#kept(await this.signIns.withPassword(caller, dto, { agent, device: this.#cookies.device(cookies), former: this.#former(dto.keep, cookies) }), dto.keep, reply);
  }

  @Post('challenge')
  @Public('session.challenge', { door: 'challenge', secret: true })
  challenge(@By() caller: Caller, @Body({ schema: AskChallenge }) dto: z.infer<typeof AskChallenge>) {
    return this.signIns.challenge(caller, dto.login);
  }

  @Post('certificate')
  @Public('session.start', { door: 'certificate', secret: true })
  async certificate(
    @By() caller: Caller,
    @Body({ schema: CertificateSignIn }) dto: CertificateSignIn,
    @Headers('user-agent') agent: string | undefined,
    @Headers('cookie') cookies: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#kept(await this.signIns.withCertificate(caller, dto, { agent, former: this.#former(dto.keep, cookies) }), dto.keep, reply);
  }

  /** A browser has one session here: the cookie that is replaced was the only way to the one before. */
  #former(keep: 'token' | 'cookie', cookies: string | undefined): string | undefined {
    return keep === 'cookie' ? this.#cookies.session(cookies) : undefined;
  }

  /** With `cookie` the token is the browser's affair alone: no script sees it. */
  #kept({ token, ...answer }: SignedIn, keep: 'token' | 'cookie', reply: FastifyReply): Omit<SignedIn, 'token'> & { token?: string } {
    if (keep === 'token') return { token, ...answer };
    this.#cookies.keepSession(reply, token, this.config.SESSION_HOURS * 3600);
    return answer;
  }

  @Get()
  @Allow('session.read')
  list(@By() caller: Caller) {
    return this.sessions.list(caller);
  }

  /** The factors once more, for what a `fresh` route guards. */
  @Post('current/proof')
  @HttpCode(200)
  @Allow('session.prove', { secret: true })
  prove(@By() caller: Caller, @Body({ schema: Proof }) dto: Proof) {
    return this.signIns.prove(caller, dto);
  }

  @Post('current/device')
  @HttpCode(200)
  @Allow('session.remember', { fresh: true, secret: true })
  async remember(@By() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    this.#cookies.keepDevice(reply, await this.devices.remember(caller));
    return { remembered: true as const };
  }

  @Delete('current')
  @Allow('session.end')
  async signOut(@By() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    const ended = await this.sessions.end(caller, caller.actor.sessionId!);
    this.#cookies.clearSession(reply);
    return ended;
  }

  @Delete()
  @Allow('session.end', { fresh: true })
  endOthers(@By() caller: Caller) {
    return this.sessions.endOthers(caller);
  }

  @Delete('of/:accountId')
  @Allow('session.revoke')
  revoke(@By() caller: Caller, @Param('accountId', { schema: uuid }) accountId: string) {
    return this.sessions.revoke(caller, accountId);
  }

  @Delete(':id')
  @Allow('session.end', { fresh: true })
  end(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.sessions.end(caller, id);
  }
}
