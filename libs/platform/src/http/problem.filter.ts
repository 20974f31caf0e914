import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BusinessError, refusalCatalogue } from '@kernel';
import { auditRefusal } from '../audit/audit';
import { CONFIG, type Config } from '../config/config';
import { type Caller, Db } from '../db';
import { callerOf, isRead } from './caller';
import { R } from './http.refusals';
import { type Problem, problemOf } from './problem';

const CONNECTION_LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08001', '08003', '08006', '53300']);
// the driver gives these no code
const CONNECTION_WORDS = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

interface Coded {
  code?: string;
  /** Of the operating system's own errors: which call failed. */
  syscall?: string;
  statusCode?: number;
  message?: string;
  driverError?: { code?: string };
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
  const { code, syscall, statusCode, message, driverError } = (error ?? {}) as Coded;
  if (error instanceof HttpException && error.getStatus() === 404) return new BusinessError([R.noRoute({ method: request.method, path: request.url })]);
  const status = error instanceof HttpException ? error.getStatus() : (statusCode ?? 500);
  if (status === 413) return new BusinessError([R.tooLarge({ limit: `${Math.round((request.routeOptions?.bodyLimit ?? 2 ** 20) / 1024)} KiB` })]);
  if (status === 415) return new BusinessError([R.mediaType({ expected: 'application/json' })]);
  if (status >= 400 && status < 500) return new BusinessError([R.malformed({ reason: message ?? '' })]);
  const noSocket = code === 'ENOENT' && syscall === 'connect'; // while the built-in PostgreSQL is started again
  if (noSocket || CONNECTION_LOST.has(code ?? '') || CONNECTION_LOST.has(driverError?.code ?? '') || CONNECTION_WORDS.test(message ?? '')) return new BusinessError([R.unavailable()]);
  return new BusinessError([R.unexpected({ requestId: request.id })]);
}

/** Answers problem+json and leaves the audit row of an act that did not happen. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest & { caller?: Caller }>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const caller = request.caller ?? callerOf(request, 'http.unknown');
    const told = asBusinessError(error, request);
    this.#log(told, error);
    if (!isRead(request.method)) await auditProblem(this.db, caller, told, `${request.method} ${request.url}`);
    const problem = problemOf(told, caller.language, caller.requestId);
    const wait = told.status === 429 ? told.refusals[0]?.params['seconds'] : undefined;
    if (wait !== undefined) void reply.header('retry-after', String(wait));
    await reply.status(told.status).header('content-type', 'application/problem+json; charset=utf-8').header('cache-control', 'no-store').send(JSON.stringify(problem));
  }

  #log(told: BusinessError, error: unknown): void {
    if (told.status >= 500 && this.config.LOG_LEVEL !== 'silent') console.error(error);
  }
}

/** The trail must not stand in the way of the answer: when even it cannot be written, the answer still goes out and the log says so. */
export async function auditProblem(db: Db, caller: Caller, told: BusinessError, path: string): Promise<void> {
  const codes = told.refusals.map((refusal) => refusal.code);
  const articles = told.refusals.flatMap((refusal) => refusal.article ?? []);
  try {
    await auditRefusal(db, caller, told.status >= 500 ? 'failed' : 'refused', { status: told.status, codes, articles, path });
  } catch (failure) {
    console.error('audit row could not be written', caller.requestId, codes, failure);
  }
}

export const isKnownCode = (code: string): boolean => refusalCatalogue.has(code);
export type { Problem };
