import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { BusinessError } from '@kernel';
import { z } from 'zod';
import { ACT, ActorSource, FRESH, PUBLIC, R, refusalFor, SECRET } from '../auth/auth';
import type { Caller } from '../db';
import { isStream } from './body';
import { callerOf, fingerprintOf, idempotencyKey, isRead, tokenOf } from './caller';
import { checked } from './schema.pipe';
import { cookieToken, fromOwnPage } from './session-cookie';

const KEY = z.object({ 'Idempotency-Key': idempotencyKey });

const READ_MAX_AGE_MS = 500;

/** Finds out who calls and whether the declared act is theirs; the caller goes on with the request. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly actors: ActorSource,
    private readonly limit: (address: string) => void,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { caller: Caller }>();
    const places = [context.getHandler(), context.getClass()];
    const act = this.reflector.getAllAndOverride<string>(ACT, places);
    const caller = callerOf(request, act);
    request.caller = caller;
    const bearer = tokenOf(request.headers.authorization);
    const token = bearer ?? cookieToken(request.headers.cookie);
    const actor = token ? await this.actors.actorOf(token, isRead(request.method) ? READ_MAX_AGE_MS : 0) : undefined;
    if (actor) caller.actor = actor;
    else if (!isRead(request.method)) this.limit(request.ip);
    // a cookie goes along with whatever page sends the request: an act needs to come from one of ours
    if (actor && !bearer && !isRead(request.method) && !fromOwnPage(request)) throw new BusinessError([R.foreignPage()]);
    const refusal = refusalFor(caller.actor, act, this.reflector.getAllAndOverride<boolean>(PUBLIC, places) ?? false);
    if (refusal) throw new BusinessError([refusal]);
    if (this.reflector.getAllAndOverride<boolean>(FRESH, places) && !caller.actor.proven) throw new BusinessError([R.proofNeeded()]);
    const key = request.headers['idempotency-key'];
    // a stream is not read yet, so nothing could tell two uploads apart: they are named by their hash anyway, and repeating one is harmless
    const stream = isStream(request.body);
    const secret = this.reflector.getAllAndOverride<boolean>(SECRET, places) ?? false;
    if (key !== undefined && !isRead(request.method) && !stream && !secret) {
      checked(KEY, { 'Idempotency-Key': key });
      caller.idempotency = {
        key: String(key),
        // looked at first: a body that is nested too deep has no text
        fingerprint: fingerprintOf(request.method, request.url, JSON.stringify(checked(z.unknown(), request.body) ?? null)),
      };
    }
    return true;
  }
}
