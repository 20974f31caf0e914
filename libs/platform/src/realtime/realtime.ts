import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import Redis from 'ioredis';
import { Server, type Socket } from 'socket.io';
import { BusinessError, visibly } from '@kernel';
import { z } from 'zod';
import { type ActorSource, refusalFor } from '../auth/auth';
import type { RefusalTrail } from '../audit';
import type { Caller } from '../db';
import type { AddressOf } from '../http/address';
import { fingerprintOf, idempotencyKey } from '../http/caller';
import { bareHeaders, type Reached } from '../http/headers';
import { R } from '../http/http.refusals';
import type { Meters } from '../http/meters';
import { asBusinessError, isOurs, nameCaller, refusedBy } from '../http/problem.filter';
import { problemOf } from '../http/problem';
import { checked } from '../http/schema.pipe';
import { cookiesOf } from '../http/session-cookie';
import { by } from '../lanes';
import { MOST_BYTES, standEngineGate, TRANSPORTS } from './engine-gate';
import { Frames, type Line } from './frames';
import { SocketDoor } from './socket-door';
import { type RoomKeeper, Sweep } from './sweep';

/** A message that clients may send: its permission, its shape and what it does. */
export interface MessageSpec {
  act: string;
  schema: z.ZodType;
  handle(caller: Caller, body: never, socket: Socket): Promise<unknown>;
}

const Body = z.looseObject({ idempotencyKey: idempotencyKey.optional() });

type Ack = (answer: { ok: true; data: unknown } | { ok: false; problem: unknown }) => void;

export interface RealtimeOptions {
  actors: ActorSource;
  trail: RefusalTrail;
  meters: Meters;
  addressOf: AddressOf;
  redisUrl?: string | undefined;
  /** Where people reach the platform: it says which cookies and headers go with it. */
  reached: Reached;
  onError(error: unknown, requestId?: string): void;
}

/**
 * socket.io, held to the same rules as HTTP: each message has a permission and a schema, each refusal is a problem and an audit row.
 * What is pushed are hints; the truth is asked from PostgreSQL ("since N").
 */
export class Realtime {
  readonly io: Server;
  readonly messages = new Map<string, MessageSpec>();
  readonly #redis: Redis[] = [];
  readonly #door: SocketDoor;
  readonly #sweep: Sweep;
  readonly #frames = new Frames(({ request }) => this.#note(request, new BusinessError([R.tooMany({ seconds: 60 })])));
  #attached = false;
  #stopping = false;

  constructor(private readonly options: RealtimeOptions) {
    const { actors, meters, addressOf, redisUrl, reached } = options;
    this.#door = new SocketDoor(actors, meters, addressOf, cookiesOf(reached));
    const allowRequest = (request: IncomingMessage, answer: (error: string | null, allowed: boolean) => void) =>
      void this.#door.mayConnect(request).then((may) => answer(may ? null : 'too many', may), options.onError);
    this.io = new Server({ serveClient: false, maxHttpBufferSize: MOST_BYTES, transports: [...TRANSPORTS], allowRequest });
    if (redisUrl) this.#useRedis(redisUrl);
    this.io.on('connection', (socket) => this.#welcome(socket));
    this.#sweep = new Sweep(this.io, actors, options.onError);
  }

  #useRedis(url: string): void {
    const publisher = new Redis(url, { maxRetriesPerRequest: null, disableClientInfo: true }); // a Redis before 7.2 refuses it, which is no fault
    const subscriber = publisher.duplicate();
    for (const redis of [publisher, subscriber]) {
      redis.on('error', this.options.onError);
      // the adapter awaits neither publications nor subscriptions: one that a stop overtakes while Redis is away must not end the process
      const send = redis.sendCommand.bind(redis);
      redis.sendCommand = (command, stream) => {
        (command.promise as Promise<unknown>).catch((error: unknown) => this.#stopping || this.options.onError(error));
        return send(command, stream);
      };
    }
    this.#redis.push(publisher, subscriber);
    this.io.adapter(createAdapter(publisher, subscriber));
  }

  attach(server: HttpServer): void {
    this.#attached = true;
    this.io.attach(server);
    this.io.engine.on('connection', (line: Line) => this.#frames.watch(line));
    const { meters, addressOf, reached } = this.options;
    const refused = new BusinessError([R.malformed({ reason: 'socket.io' })]);
    const onRefused = (request: IncomingMessage) => this.#note(request, refused);
    standEngineGate(this.io.engine, { meters, addressOf, cookies: cookiesOf(reached), headers: bareHeaders(reached), openerOf: this.#door.openerOf, onRefused });
    this.#sweep.start();
  }

  /** Declares a message; the name is the act as a rule, e.g. `score.hand-in`. */
  on<S extends z.ZodType>(name: string, schema: S, handle: (caller: Caller, body: z.output<S>, socket: Socket) => Promise<unknown>, act = name): void {
    if (this.messages.has(name)) throw new Error(`two handlers for the message ${name}`);
    this.messages.set(name, { act, schema, handle });
  }

  push(room: string, name: string, data: unknown): void {
    this.io.to(room).emit(name, data);
  }

  /** Who says whether somebody still belongs in a room (sweep.ts). */
  keepRoomsBy(keeper: RoomKeeper): void {
    this.#sweep.keepBy(keeper);
  }

  /** Takes the sockets of a group out of a room, on every process: what is said there reaches them no more. Here at once, also without Redis. */
  leave(group: string, room: string): void {
    this.io.local.in(group).socketsLeave(room);
    this.io.in(group).socketsLeave(room);
  }

  /** Ends the sockets of a session or account at once, on every process. */
  drop(group: string): void {
    this.io.local.in(group).disconnectSockets(true);
    this.io.in(group).disconnectSockets(true);
  }

  /** Ends every connection, and takes none any more: the server waits at its end for each that was upgraded. Whoever sat here goes on at another process, or when this one is back. */
  dismiss(): void {
    this.#stopping = true;
    if (this.#attached) this.io.engine.close();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#sweep.stop();
    if (this.#attached) await this.io.close(); // a worker has no server: its close would fail
    for (const redis of this.#redis) redis.disconnect();
  }

  #note(request: IncomingMessage, refusal: BusinessError): void {
    void this.options.trail.note(refusedBy(this.#door.strangerAt(request), refusal, 'socket'));
  }

  #welcome(socket: Socket): void {
    if (this.#stopping || !this.#door.enter(socket)) return void socket.disconnect(true);
    if (this.#door.tokenOf(socket)) this.#frames.trust(socket.conn);
    this.#join(socket).catch(this.options.onError);
    // a client may send anything as a name, a number too, and a name of any length would stand in the trail
    socket.onAny((name: unknown, body: unknown, ack?: Ack) => {
      const answer: Ack = typeof body === 'function' ? (body as Ack) : typeof ack === 'function' ? ack : () => undefined;
      // rooms are acts of law that do not wait: all messages go by the lane of those
      const work = () => this.#answer(socket, String(name).slice(0, 80), typeof body === 'function' ? {} : body, answer);
      by({ lane: 'reserved', who: this.#door.whoOf(socket) }, work).catch(this.options.onError);
    });
  }

  async #join(socket: Socket): Promise<void> {
    const token = this.#door.tokenOf(socket);
    if (token === undefined) return void ((await this.#door.counts(socket)) || socket.disconnect(true));
    const look = () => this.options.actors.actorOf(token).catch(() => undefined);
    const actor = await by({ lane: 'reserved', who: this.#door.whoOf(socket) }, look);
    if (!actor?.sessionId || socket.disconnected || !this.#door.knownAs(socket, actor.accountId!)) return void socket.disconnect(true);
    if (!(await this.#door.counts(socket))) return void socket.disconnect(true);
    (socket.data as { token?: string }).token = token; // from here on the sweep looks at it
    await socket.join([`session:${actor.sessionId}`, `account:${actor.accountId}`]);
    socket.emit('session.ready', { login: actor.login }); // from here on hints to this account arrive
  }

  async #answer(socket: Socket, name: string, body: unknown, ack: Ack): Promise<void> {
    const spec = this.messages.get(name);
    const caller = this.#door.callerOf(socket, spec?.act ?? 'http.unknown');
    try {
      if (!this.#door.hear(socket)) throw new BusinessError([R.tooMany({ seconds: 1 })]);
      await this.#door.counted(socket);
      if (!spec) throw new BusinessError([R.malformed({ reason: { zh: `没有名为“${visibly(name)}”的消息`, en: `there is no message "${visibly(name)}"` } })]);
      await this.#identify(socket, caller, spec);
      const { idempotencyKey: key, ...rest } = checked(Body, body ?? {});
      if (key) caller.idempotency = { key, fingerprint: fingerprintOf(spec.act, JSON.stringify(rest)) };
      ack({ ok: true, data: await spec.handle(caller, checked(spec.schema, rest) as never, socket) });
    } catch (error) {
      const told = asBusinessError(error, { method: 'SOCKET', url: name, id: caller.requestId });
      if (isOurs(told, error)) this.options.onError(error, caller.requestId);
      await nameCaller(this.options.actors, caller, this.#door.tokenOf(socket));
      await this.options.trail.note(refusedBy(caller, told, `SOCKET ${name}`));
      ack({ ok: false, problem: problemOf(told, caller.language, caller.requestId) });
    }
  }

  /** The rights are read again for each message: one that ended a second ago counts no more. */
  async #identify(socket: Socket, caller: Caller, spec: MessageSpec): Promise<void> {
    const token = this.#door.tokenOf(socket);
    const actor = token === undefined ? undefined : await this.options.actors.actorOf(token);
    if (actor) caller.actor = actor;
    const refusal = refusalFor(caller.actor, spec.act, false);
    if (refusal) throw new BusinessError([refusal]);
  }
}
