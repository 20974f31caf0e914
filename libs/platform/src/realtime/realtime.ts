import type { Server as HttpServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import Redis from 'ioredis';
import { Server, type Socket } from 'socket.io';
import { BusinessError, uuidv7 } from '@kernel';
import { z } from 'zod';
import { type ActorSource, refusalFor } from '../auth/auth';
import { type Caller, type Db, PUBLIC_ACTOR } from '../db';
import { fingerprintOf, idempotencyKey, languageOf } from '../http/caller';
import { auditProblem, asBusinessError } from '../http/problem.filter';
import { problemOf } from '../http/problem';
import { checked } from '../http/schema.pipe';
import { cookieToken, fromOwnPage } from '../http/session-cookie';

/** A message that clients may send: its permission, its shape and what it does. */
export interface MessageSpec {
  act: string;
  schema: z.ZodType;
  handle(caller: Caller, body: never, socket: Socket): Promise<unknown>;
}

const Body = z.looseObject({ idempotencyKey: idempotencyKey.optional() });

type Ack = (answer: { ok: true; data: unknown } | { ok: false; problem: unknown }) => void;

/**
 * socket.io, held to the same rules as HTTP: each message has a permission and a schema, each refusal is a problem and an audit row.
 * What is pushed are hints; the truth is asked from PostgreSQL ("since N").
 */
export class Realtime {
  readonly io: Server;
  readonly messages = new Map<string, MessageSpec>();
  readonly #redis: Redis[] = [];
  #attached = false;

  constructor(
    private readonly db: Db,
    private readonly actors: ActorSource,
    redisUrl: string | undefined,
    private readonly onError: (error: unknown) => void,
  ) {
    this.io = new Server({ serveClient: false, maxHttpBufferSize: 256 * 1024, transports: ['websocket', 'polling'] });
    if (redisUrl) this.#useRedis(redisUrl);
    this.io.on('connection', (socket) => this.#welcome(socket));
  }

  #useRedis(url: string): void {
    const publisher = new Redis(url, { maxRetriesPerRequest: null });
    const subscriber = publisher.duplicate();
    for (const redis of [publisher, subscriber]) redis.on('error', this.onError);
    this.#redis.push(publisher, subscriber);
    this.io.adapter(createAdapter(publisher, subscriber));
  }

  attach(server: HttpServer): void {
    this.#attached = true;
    this.io.attach(server);
  }

  /** Declares a message; the name is the act as a rule, e.g. `score.hand-in`. */
  on<S extends z.ZodType>(name: string, schema: S, handle: (caller: Caller, body: z.output<S>, socket: Socket) => Promise<unknown>, act = name): void {
    if (this.messages.has(name)) throw new Error(`two handlers for the message ${name}`);
    this.messages.set(name, { act, schema, handle });
  }

  push(room: string, name: string, data: unknown): void {
    this.io.to(room).emit(name, data);
  }

  /** Takes the sockets of a group out of a room, on every process: what is said there reaches them no more. */
  leave(group: string, room: string): void {
    this.io.in(group).socketsLeave(room);
  }

  /** Ends the sockets of a session or account at once, on every process. */
  drop(group: string): void {
    this.io.in(group).disconnectSockets(true);
  }

  async stop(): Promise<void> {
    if (this.#attached) await this.io.close(); // a worker has no server: its close would fail
    for (const redis of this.#redis) redis.disconnect();
  }

  #welcome(socket: Socket): void {
    void this.#join(socket);
    // a client may send anything as a name, a number too
    socket.onAny((name: unknown, body: unknown, ack?: Ack) => {
      const answer: Ack = typeof body === 'function' ? (body as Ack) : typeof ack === 'function' ? ack : () => undefined;
      this.#answer(socket, String(name), typeof body === 'function' ? {} : body, answer).catch(this.onError);
    });
  }

  async #join(socket: Socket): Promise<void> {
    const token = tokenOf(socket);
    const actor = typeof token === 'string' ? await this.actors.actorOf(token).catch(() => undefined) : undefined;
    if (actor?.sessionId) {
      await socket.join([`session:${actor.sessionId}`, `account:${actor.accountId}`]);
      socket.emit('session.ready', { login: actor.login }); // from here on hints to this account arrive
    } else if (token !== undefined) socket.disconnect(true);
  }

  async #answer(socket: Socket, name: string, body: unknown, ack: Ack): Promise<void> {
    const spec = this.messages.get(name);
    const caller = callerOf(socket, spec?.act ?? 'http.unknown');
    try {
      if (!spec) throw Object.assign(new Error(`no such message: ${name.slice(0, 80)}`), { statusCode: 400 });
      await this.#identify(socket, caller, spec);
      const { idempotencyKey: key, ...rest } = checked(Body, body ?? {});
      if (key) caller.idempotency = { key, fingerprint: fingerprintOf(spec.act, JSON.stringify(rest)) };
      ack({ ok: true, data: await spec.handle(caller, checked(spec.schema, rest) as never, socket) });
    } catch (error) {
      const told = asBusinessError(error, { method: 'SOCKET', url: name, id: caller.requestId });
      if (told.status >= 500) this.onError(error);
      await auditProblem(this.db, caller, told, `SOCKET ${name}`);
      ack({ ok: false, problem: problemOf(told, caller.language, caller.requestId) });
    }
  }

  /** The rights are read again for each message: one that ended a second ago counts no more. */
  async #identify(socket: Socket, caller: Caller, spec: MessageSpec): Promise<void> {
    const token = tokenOf(socket);
    const actor = typeof token === 'string' ? await this.actors.actorOf(token) : undefined;
    if (actor) caller.actor = actor;
    const refusal = refusalFor(caller.actor, spec.act, false);
    if (refusal) throw new BusinessError([refusal]);
  }
}

/** A program sends its token; a page its cookie, which counts only when the page is ours. */
function tokenOf({ handshake }: Socket): unknown {
  const given: unknown = handshake.auth.token;
  return given ?? (fromOwnPage(handshake) ? cookieToken(handshake.headers.cookie) : undefined);
}

/** The caller before his session is looked at. Nothing that a client chose may make this throw: it stands before every `try`. */
function callerOf({ handshake }: Socket, act: string): Caller {
  const { language }: { language?: unknown } = handshake.auth;
  const wish = handshake.headers['accept-language'] ?? (typeof language === 'string' ? language : undefined);
  return { actor: PUBLIC_ACTOR, act, ip: handshake.address, requestId: uuidv7(), language: languageOf(wish) };
}
