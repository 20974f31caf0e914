import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BusinessError } from '@kernel';
import { type ActorSource, refusalFor, type RouteSays } from '../auth';
import { by, type Way, wayNow } from '../lanes';
import type { Caller } from '../db';
import { type AddressOf, neighbourhood, SELF } from './address';
import { awaitBody } from './connections';
import { callerOf, fingerprintOf, isRead, tokenOf } from './caller';
import type { Door } from './doors';
import { assertReadable, isForeign } from './encoding';
import { R } from './http.refusals';
import { linger } from './lingering';
import type { Meters } from './meters';
import type { Cookies } from './session-cookie';
import { takePlace } from './upload-turn';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent this, asked at its start. */
    address: string;
    /** Of a session that this installation began; whether it still runs, the database says. */
    token?: string;
    caller: Caller;
    way: Way;
  }
}

/** What a route declares: Nest's by `@Allow` and `@Public`, the others in their options. */
export const sayingsOf = ({ routeOptions }: FastifyRequest): Partial<RouteSays> => routeOptions.config as Partial<RouteSays>;

const STREAMS = ['application/octet-stream', 'application/pdf', 'application/zip', 'text/plain', 'text/markdown'] as const;
/** Types of bodies that a handler reads itself. */
export const STREAM_TYPES: readonly string[] = STREAMS;
const JSON_TYPE = 'application/json';

/** What no route takes is refused before a byte of it is read. */
function assertType(request: FastifyRequest, { takes = 'json' }: Partial<RouteSays>): void {
  const given = request.headers['content-type'];
  if (given === undefined || isRead(request.method)) return;
  const type = given.split(';', 1)[0]!.trim().toLowerCase();
  if (takes === 'json' && isForeign(given)) throw new BusinessError([R.mediaType({ expected: `${JSON_TYPE}; charset=utf-8` })]);
  if (takes === 'stream' ? !STREAM_TYPES.includes(type) : type !== JSON_TYPE) throw new BusinessError([R.mediaType({ expected: takes === 'stream' ? STREAMS[0] : JSON_TYPE })]);
}

/** Who shows no session has nothing read where one is needed. */
function assertSomebody({ token, caller, address }: FastifyRequest, { act, open = false }: Partial<RouteSays>): void {
  const refusal = token || !act || address === SELF ? undefined : refusalFor(caller.actor, act, open);
  if (refusal) throw new BusinessError([refusal]);
}

const PIECE = 64 * 1024;

/** Pieces of a body that is read as a whole; one that does not say its size may be as large as the route takes. */
function piecesOf({ headers, method, routeOptions }: FastifyRequest, { takes }: Partial<RouteSays>): number {
  if (isRead(method) || takes === 'stream') return 0;
  const bytes = headers['content-length'] ?? (headers['transfer-encoding'] ? routeOptions.bodyLimit : 0);
  return Math.floor(Number(bytes) / PIECE) || 0;
}

function doorOf({ door, act, open }: Partial<RouteSays>): Door {
  if (door) return door;
  if (!act) return 'unknown';
  return open ? 'read' : 'locked';
}

export interface GateOptions {
  addressOf: AddressOf;
  meters: Meters;
  actors: ActorSource;
  cookies: Cookies;
}

/**
 * What stands before every route and every database: whose address, whose session, whether he asks too often, whether anybody takes such
 * a body. A session's token shows by itself that it was issued here, so made-up ones are strangers and cost no look.
 */
export function standGate(fastify: FastifyInstance, { addressOf, meters, actors, cookies }: GateOptions): void {
  const meter = async (request: FastifyRequest, says: Partial<RouteSays>): Promise<void> => {
    if (request.address === SELF) return;
    // an act of law with a deadline is never refused for its number: its lane is fair instead. Only bytes that have to be read cost
    const points = (says.lane === 'reserved' && !says.metered ? 0 : 1) + piecesOf(request, says);
    if (request.token) return points > 0 ? meters.person(request.way.who, points) : undefined;
    await meters.stranger(doorOf(says), request.way.who);
  };
  fastify.addHook('onRequest', async (request: FastifyRequest) => {
    const says = sayingsOf(request);
    request.address = addressOf(request.raw);
    request.caller = callerOf(request, says.act ?? 'http.unknown');
    const token = tokenOf(request.headers.authorization) ?? cookies.session(request.headers.cookie);
    if (token && actors.issued(token)) request.token = token;
    request.way = wayOf(request, says);
    try {
      await meter(request, says);
      assertSomebody(request, says);
      assertType(request, says);
      assertReadable(request.url);
      if (!isRead(request.method) && says.takes !== 'stream') awaitBody(request.raw);
    } catch (error) {
      linger(request.raw, request.way.who);
      throw error;
    }
  });
  fastify.addHook('preHandler', async (request, reply) => {
    if (request.token && sayingsOf(request).takes === 'stream') await takePlace(request.way.who, reply.raw);
  });
  fastify.addHook('preHandler', (request, _reply, done) => by(request.way, done));
  fastify.addHook('onResponse', async (request) => linger(request.raw, request.way?.who ?? SELF)); // whatever its handler left unread
}

function wayOf({ address, token }: FastifyRequest, { lane }: Partial<RouteSays>): Way {
  const who = token ? fingerprintOf(token) : address === SELF ? wayNow().who : neighbourhood(address);
  return { lane: lane ?? (token ? 'general' : 'public'), who };
}
