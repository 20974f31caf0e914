import type { IncomingMessage } from 'node:http';
import type { Socket } from 'socket.io';
import { uuidv7 } from '@kernel';
import type { ActorSource } from '../auth/auth';
import { type Caller, PUBLIC_ACTOR } from '../db';
import { type AddressOf, neighbourhood } from '../http/address';
import { fingerprintOf, languageOf } from '../http/caller';
import { holdBack } from '../http/held';
import type { Meters } from '../http/meters';
import { type Cookies, fromOwnPage } from '../http/session-cookie';
import { Crowd } from './crowd';
import { by } from '../lanes';
import { shownBy } from './engine-gate';
import { PERSONS, STRANGERS } from './rates';

/** Unheard messages after which a socket is closed. */
const UNHEARD = { person: 1_000, stranger: 20 };

interface Visitor {
  who: string;
  address: string;
  token?: string;
  unheard: number;
}

/** Milliseconds that an answer about a session may be old: less than the second within which an ended right ends (property 27). */
const MAX_AGE_MS = 500;

/** Who stands at the sockets' door, how many they are, and how fast they talk. A database is asked for the person behind a session alone, after it was counted. */
export class SocketDoor {
  readonly #persons = new Crowd(PERSONS);
  readonly #strangers = new Crowd(STRANGERS);
  readonly #visitors = new WeakMap<Socket, Visitor>();
  /** Persons, by the handshakes that showed their sessions. */
  readonly #openers = new WeakMap<IncomingMessage, string>();

  constructor(
    private readonly actors: ActorSource,
    private readonly meters: Meters,
    private readonly addressOf: AddressOf,
    private readonly cookies: Cookies,
  ) {}

  /** A handshake by HTTP. Whose session it shows, by cookie or by `Authorization`, is metered as a person; a session that ended is nobody's, however many of them somebody kept. */
  async mayConnect(request: IncomingMessage): Promise<boolean> {
    try {
      const person = await this.#personOf(request);
      if (person === undefined) await this.meters.stranger('socket', this.#placeOf(request));
      else this.#openers.set(request, person);
      return true;
    } catch {
      await holdBack();
      return false;
    }
  }

  /** Who opens a connection by this handshake: the person whose session it shows, or the address. */
  openerOf = (request: IncomingMessage): string => this.#openers.get(request) ?? this.#placeOf(request);

  async #personOf(request: IncomingMessage): Promise<string | undefined> {
    const token = shownBy(this.cookies, request);
    if (token === undefined || !this.actors.issued(token)) return undefined;
    const who = fingerprintOf(token);
    await this.meters.person(who); // before a database is asked
    const actor = await by({ lane: 'reserved', who }, () => this.actors.actorOf(token, MAX_AGE_MS));
    return actor?.accountId ?? undefined;
  }

  /** A token that was never issued here, and one socket too many, end at once. */
  enter(socket: Socket): boolean {
    const given = this.#given(socket);
    const token = typeof given === 'string' && this.actors.issued(given) ? given : undefined;
    const address = this.addressOf(socket.request);
    const visitor: Visitor = { who: token ? fingerprintOf(token) : neighbourhood(address), address, unheard: 0, ...(token ? { token } : {}) };
    this.#visitors.set(socket, visitor);
    if (given !== undefined && !token) return false;
    const crowd = this.#crowd(visitor);
    if (!crowd.enter(visitor.who)) return false;
    socket.on('disconnect', () => crowd.leave(visitor.who));
    return true;
  }

  /** Whether there is room for it among the sender's sockets on all processes: asked when it is known whose it is. */
  async counts(socket: Socket): Promise<boolean> {
    const { token, who } = this.#visitorOf(socket);
    const kind = token ? 'person' : 'stranger';
    if (!(await this.meters.socket(kind, who, socket.id))) return false;
    if (socket.disconnected) this.meters.socketGone(kind, who, socket.id);
    else socket.on('disconnect', () => this.meters.socketGone(kind, who, socket.id));
    return true;
  }

  /** Whose session it is became known: all his sessions together talk as fast as one. Whether he may have one socket more. */
  knownAs(socket: Socket, accountId: string): boolean {
    if (!this.#persons.enter(accountId)) return false;
    const visitor = this.#visitorOf(socket);
    this.#persons.leave(visitor.who);
    visitor.who = accountId;
    return true;
  }

  /** Whether a message is heard; who goes on unheard is closed. */
  hear(socket: Socket): boolean {
    const visitor = this.#visitorOf(socket);
    if (this.#crowd(visitor).hear(visitor.who)) return true;
    visitor.unheard += 1;
    if (visitor.unheard > (visitor.token ? UNHEARD.person : UNHEARD.stranger)) socket.disconnect(true);
    return false;
  }

  /** Counts a message that was heard among those of all processes. Throws 429 `http.too-many`. */
  counted(socket: Socket): Promise<void> {
    const { token, who } = this.#visitorOf(socket);
    return this.meters.message(token ? 'person' : 'stranger', who);
  }

  whoOf = (socket: Socket): string => this.#visitorOf(socket).who;

  tokenOf = (socket: Socket): string | undefined => this.#visitorOf(socket).token;

  /** Whoever is at the other end of a connection that never said who he is, or is not asked any more. */
  strangerAt(request: IncomingMessage): Caller {
    return { actor: PUBLIC_ACTOR, act: 'http.unknown', ip: this.addressOf(request), requestId: uuidv7(), language: languageOf(request.headers['accept-language']) };
  }

  /** The caller before his session is looked at. Nothing that a client chose may make this throw: it stands before every `try`. */
  callerOf(socket: Socket, act: string): Caller {
    const { headers, auth } = socket.handshake;
    const { language }: { language?: unknown } = auth;
    const wish = headers['accept-language'] ?? (typeof language === 'string' ? language : undefined);
    return { actor: PUBLIC_ACTOR, act, ip: this.#visitorOf(socket).address, requestId: uuidv7(), language: languageOf(wish) };
  }

  /** A program sends its token; a page its cookie, which counts only when the page is ours. */
  #given({ handshake, conn, request }: Socket): unknown {
    const given: unknown = handshake.auth.token;
    // what polls is many requests, and each has to show it (engine-gate.ts)
    if (given !== undefined && conn.transport.name === 'polling' && shownBy(this.cookies, request) !== given) return null;
    return given ?? (fromOwnPage(handshake) ? this.cookies.session(handshake.headers.cookie) : undefined);
  }

  #placeOf = (request: IncomingMessage): string => neighbourhood(this.addressOf(request));

  #visitorOf(socket: Socket): Visitor {
    return this.#visitors.get(socket)!;
  }

  #crowd({ token }: Visitor): Crowd {
    return token ? this.#persons : this.#strangers;
  }
}
