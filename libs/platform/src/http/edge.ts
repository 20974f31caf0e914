import type { Duplex } from 'node:stream';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BusinessError, type Refusal, uuidv7 } from '@kernel';
import type { RefusalTrail } from '../audit';
import { PUBLIC_ACTOR } from '../db';
import type { AddressOf } from './address';
import type { Flaw } from './in-turn';
import { callerOf, isRead, languageOf } from './caller';
import { bareHeaders, type Reached } from './headers';
import { R } from './http.refusals';
import { asBusinessError, refusedBy } from './problem.filter';
import { problemOf } from './problem';

/** What Fastify and Node meet before any route, hook or filter does: it is told like all other refusals, and leaves its trace like them. */
export class Edge {
  trail: RefusalTrail | undefined;

  readonly #headers: Readonly<Record<string, string>>;
  /** To those whose request could not be read: a line that is no answer of Fastify's. */
  readonly #unread: string;

  constructor(
    private readonly addressOf: AddressOf,
    reached: Reached,
  ) {
    this.#headers = bareHeaders(reached);
    const lines = Object.entries({ connection: 'close', 'content-length': '0', ...this.#headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#unread = `HTTP/1.1 400 Bad Request\r\n${lines.join('')}\r\n`;
  }

  /** An address that cannot be read. */
  refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    request.address = this.addressOf(request.raw);
    const caller = callerOf(request, 'http.unknown');
    const told = asBusinessError(error, request);
    if (!isRead(request.method)) void this.trail?.note(refusedBy(caller, told, `${request.method} ${request.url}`));
    const problem = problemOf(told, languageOf(request.headers['accept-language']), request.id);
    void reply
      .status(told.status)
      .headers({ ...this.#headers, ...problemHeaders(request.id) })
      .send(JSON.stringify(problem));
  }

  /** Heads of which nothing is read further; the connection ends with the answer. */
  refuseFlawed(flaw: Flaw, request: IncomingMessage, response: ServerResponse): void {
    const [id, method, url] = [randomUUID(), request.method ?? '—', request.url ?? '—'];
    const told = new BusinessError([FLAWS[flaw]()]);
    const language = languageOf(request.headers['accept-language']);
    if (!isRead(method)) void this.trail?.note(refusedBy({ actor: PUBLIC_ACTOR, act: 'http.unknown', ip: this.addressOf(request), requestId: id, language }, told, `${method} ${url}`));
    const body = Buffer.from(JSON.stringify(problemOf(told, language, id)));
    response.writeHead(told.status, { ...this.#headers, ...problemHeaders(id), 'content-length': body.length, connection: 'close' }).end(body);
  }

  /** What is no request of HTTP at all. A line that merely broke has asked for nothing; in mid-request it is that request's refusal. */
  refuseUnread(error: Error & { code?: string }, socket: Duplex): void {
    if (error.code !== 'ECONNRESET' && !inRequest(socket)) {
      const ip = this.addressOf({ headers: {}, socket: socket as Socket } as unknown as IncomingMessage);
      const told = asBusinessError({ statusCode: 400, message: error.code }, { method: '—', url: '—', id: '' });
      void this.trail?.note(refusedBy({ actor: PUBLIC_ACTOR, act: 'http.unknown', ip, requestId: uuidv7(), language: 'zh' }, told, '—'));
    }
    if (socket.writable) socket.write(this.#unread);
    socket.destroy();
  }
}

const FLAWS: Record<Flaw, () => Refusal> = {
  'no-path': () => R.malformed({ reason: 'URL' }),
  'no-length': () => R.lengthRequired(),
  'no-host': () => R.malformed({ reason: 'Host' }),
  'other-protocol': () => R.malformed({ reason: 'Upgrade' }),
  'idle-body': () => R.malformed({ reason: 'Content-Length' }),
};

const problemHeaders = (id: string) => ({ 'content-type': 'application/problem+json; charset=utf-8', 'x-request-id': id });

/** Node keeps on the connection the answer that is not finished. */
const inRequest = (socket: Duplex): boolean => Boolean((socket as Duplex & { _httpMessage?: unknown })._httpMessage);
