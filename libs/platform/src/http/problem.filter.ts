import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BusinessError } from '@kernel';
import type { Refused, RefusalTrail } from '../audit';
import type { ActorSource } from '../auth/auth';
import type { Caller } from '../db';
import { R as DATABASE } from '../db/database.refusals';
import { violationOf } from '../db/violations';
import { by } from '../lanes';
import { neighbourhood, SELF } from './address';
import { isRead } from './caller';
import { holdBack } from './held';
import { flawOf } from './encoding';
import { R } from './http.refusals';
import { problemOf } from './problem';
import { problemPage, wantsPage } from './problem-page';
import { log } from '../log';

const CONNECTION_LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08001', '08003', '08006', '53300']);
/** A disk that is full, here or under the database, or a quota of the system; a bucket says it by its status. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', '53100']);
// the driver gives these no code
const CONNECTION_WORDS = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;
/** A statement, or its wait for a lock, took longer than its lane allows: it was taken back. */
const TOO_SLOW = new Set(['57014', '55P03']);

const NO_ROUTE = R.noRoute({ method: '', path: '' }).code;
/** Too often, or too many at once. */
const HASTY = new Set(['http.too-many', 'lanes.full']);

interface Coded {
  code?: string;
  name?: string;
  /** Of the operating system's own errors: which call failed. */
  syscall?: string;
  statusCode?: number;
  message?: string;
  driverError?: { code?: string };
  $metadata?: { httpStatusCode?: number };
}

interface Asked {
  method: string;
  url: string;
  id: string;
  routeOptions?: { bodyLimit?: number | undefined };
  raw?: { errored?: Error | null };
}

/** Whatever was thrown, as a refusal a person can read. Only what is truly our fault becomes a 500. */
export function asBusinessError(error: unknown, request: Asked): BusinessError {
  if (error instanceof BusinessError) return error;
  // a client that goes away is no fault of ours, and no lost database
  if (error && error === request.raw?.errored) return new BusinessError([R.brokenOff()]);
  const { code, name, syscall, statusCode, message, driverError, $metadata } = (error ?? {}) as Coded;
  if (NO_ROOM.has(code ?? '') || NO_ROOM.has(driverError?.code ?? '') || $metadata?.httpStatusCode === 507) return new BusinessError([R.noRoom()]);
  if (error instanceof HttpException && error.getStatus() === 404) return new BusinessError([R.noRoute({ method: request.method, path: request.url })]);
  const status = error instanceof HttpException ? error.getStatus() : (statusCode ?? 500);
  if (status === 413) return new BusinessError([R.tooLarge({ limit: `${Math.round((request.routeOptions?.bodyLimit ?? 2 ** 20) / 1024)} KiB` })]);
  if (status === 415) return new BusinessError([R.mediaType({ expected: 'application/json' })]);
  if (status >= 400 && status < 500) return new BusinessError([R.malformed({ reason: flawOf({ code, name }) })]);
  const violation = violationOf(error);
  if (violation) return new BusinessError([violation]);
  if (TOO_SLOW.has(code ?? '')) return new BusinessError([DATABASE.tryAgain()]);
  const noSocket = code === 'ENOENT' && syscall === 'connect'; // while the built-in PostgreSQL is started again
  if (noSocket || CONNECTION_LOST.has(code ?? '') || CONNECTION_LOST.has(driverError?.code ?? '') || CONNECTION_WORDS.test(message ?? '')) return new BusinessError([R.unavailable()]);
  return new BusinessError([R.unexpected({ requestId: request.id })]);
}

/** Whether whoever runs the platform has to hear of it: a fault of ours, or a violation that no rule had foreseen. */
export const isOurs = (told: BusinessError, error: unknown): boolean => told !== error && (told.status >= 500 || violationOf(error) !== undefined);

/** Answers problem+json, or a page to who followed a link, and leaves the audit row of an act that did not happen. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly trail: RefusalTrail,
    private readonly actors: ActorSource,
  ) {}

  /** Nobody waits for it: what went wrong in telling ends the connection, or it would end the process. */
  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    await this.#tell(error, request, host.switchToHttp().getResponse<FastifyReply>()).catch((fault: unknown) => {
      log('error', 'a refusal could not be told', fault);
      request.raw.destroy();
    });
  }

  async #tell(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { caller } = request;
    const told = asBusinessError(error, request);
    if (isOurs(told, error)) log('error', caller.act, error, caller.requestId);
    if (!isRead(request.method)) await by(request.way, () => nameCaller(this.actors, caller, request.token));
    if (leavesTrace(request.method, caller, told)) {
      await this.trail.note(refusedBy(caller, told, `${request.method} ${request.url}`));
    }
    // a stranger who asks more than is served waits for being told so; the portal is no stranger
    const hasty = HASTY.has(told.refusals[0].code) && request.token === undefined && request.address !== SELF;
    if (hasty && !(await holdBack())) request.raw.destroy();
    const problem = problemOf(told, caller.language, caller.requestId);
    const wait = told.refusals[0].params['seconds'];
    if (typeof wait === 'number' && (told.status === 429 || told.status === 503)) void reply.header('retry-after', String(wait));
    const page = isRead(request.method) && wantsPage(request.headers.accept);
    await reply
      .status(told.status)
      .header('content-type', page ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page ? problemPage(problem, caller.language) : JSON.stringify(problem));
  }
}

/**
 * Every refused act does, and a read that is refused for want of a right, to somebody who is signed in. A stranger's reads stay out, whatever he asks for,
 * and so do addresses that nothing answers: they try no right, and anybody could fill the trail with them. Who asks too often is the meters' affair.
 */
const leavesTrace = (method: string, { actor }: Caller, { status, refusals }: BusinessError): boolean =>
  !isRead(method) || (actor.accountId !== null && (status === 403 || status === 404) && refusals[0].code !== NO_ROUTE);

/** Who was refused before anybody asked for his session still has a name in the trail: the one that this process knows him by, as a rule. */
export async function nameCaller(actors: ActorSource, caller: Caller, token: string | undefined): Promise<void> {
  if (token === undefined || caller.actor.accountId) return;
  const actor = await actors.actorOf(token, Infinity).catch(() => undefined);
  if (actor) caller.actor = actor;
}

/** What the trail keeps of a refusal. */
export const refusedBy = (caller: Caller, told: BusinessError, path: string): Refused => ({
  caller,
  outcome: told.status >= 500 ? 'failed' : 'refused',
  status: told.status,
  codes: told.refusals.map((refusal) => refusal.code),
  articles: told.refusals.flatMap((refusal) => refusal.article ?? []),
  path,
  from: neighbourhood(caller.ip),
});
