import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BusinessError } from '@kernel';
import { z } from 'zod';
import { ActorSource, R, refusalFor } from '../auth/auth';
import type { Actor } from '../db';
import { isStream } from './body';
import { fingerprintOf, idempotencyKey, isRead, tokenOf } from './caller';
import { sayingsOf } from './gate';
import { checked } from './schema.pipe';
import { fromForeignPage, fromOwnPage } from './session-cookie';
import { takeTurn } from './upload-turn';

const KEY = z.object({ 'Idempotency-Key': idempotencyKey });

const READ_MAX_AGE_MS = 500;
/** Whose page asks. */
const READER = 'tianping-account';

/** Finds out who calls and whether the declared act is theirs; the caller goes on with the request. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly actors: ActorSource) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { caller, token } = request;
    const { act = caller.act, open = false, fresh = false, secret = false, takes } = sayingsOf(request);
    const actor = token ? await this.actors.actorOf(token, isRead(request.method) ? READ_MAX_AGE_MS : 0) : undefined;
    if (actor) {
      caller.actor = actor;
      request.way.who = actor.accountId ?? request.way.who; // in every queue one person is one, whatever number of sessions he has
    }
    assertOwnPage(request, actor);
    assertItsReader(request, actor);
    const refusal = refusalFor(caller.actor, act, open);
    if (refusal) throw new BusinessError([refusal]);
    if (fresh && !caller.actor.proven) throw new BusinessError([R.proofNeeded()]);
    if (!secret) takeKey(request);
    if (takes === 'stream') await takeTurn(request.way.who, http.getResponse<FastifyReply>().raw);
    return true;
  }
}

/** A cookie goes along with whatever page sends the request, and a sign-in sets one: an act needs to come from a page of ours. Programs send a token, or nothing. */
function assertOwnPage(request: FastifyRequest, actor: Actor | undefined): void {
  if (isRead(request.method) || (actor && tokenOf(request.headers.authorization))) return;
  if (actor ? !fromOwnPage(request) : fromForeignPage(request)) throw new BusinessError([R.foreignPage()]);
}

/**
 * A page of somebody names his account. Once his session ended, what anybody may read would be answered as to a stranger: his acts would
 * vanish from the page, and what he types with them. The page is told instead, and lets him sign in over it.
 */
function assertItsReader(request: FastifyRequest, actor: Actor | undefined): void {
  const { open, alike } = sayingsOf(request);
  const reader = request.headers[READER];
  if (open && !alike && isRead(request.method) && reader !== undefined && reader !== actor?.accountId) throw new BusinessError([R.signInNeeded()]);
}

function takeKey(request: FastifyRequest): void {
  const key = request.headers['idempotency-key'];
  // a stream is not read yet, so nothing could tell two uploads apart: they are named by their hash anyway, and repeating one is harmless
  const stream = isStream(request.body);
  if (key === undefined || isRead(request.method) || stream) return;
  checked(KEY, { 'Idempotency-Key': key });
  request.caller.idempotency = {
    key: String(key),
    // looked at first: a body that is nested too deep has no text
    fingerprint: fingerprintOf(request.method, request.url, JSON.stringify(checked(z.unknown(), request.body) ?? null)),
  };
}
