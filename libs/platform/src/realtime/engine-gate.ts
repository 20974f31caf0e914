import type { IncomingMessage, ServerResponse } from 'node:http';
import { neighbourhood, type AddressOf } from '../http/address';
import { isRead, tokenOf } from '../http/caller';
import { holdBack } from '../http/held';
import { linger } from '../http/lingering';
import type { Meters } from '../http/meters';
import type { Cookies } from '../http/session-cookie';

export const TRANSPORTS = ['websocket', 'polling'] as const;
/** Bytes of one message, or of several that a polling page sends together: as many as the largest schema of a message takes (`assertBounded`). */
export const MOST_BYTES = 1024 * 1024;

/** As much of engine.io as is asked here. `_query` is what it read in the address. */
type EngineRequest = IncomingMessage & { _query: Partial<Record<string, string | string[]>> };
interface Opened {
  id: string;
  request: IncomingMessage;
  on(event: 'close', gone: () => void): unknown;
}
interface Engine {
  use(middleware: (request: EngineRequest, response: ServerResponse, next: (error?: Error) => void) => void): void;
  on(event: 'connection', heard: (line: Opened) => void): unknown;
  on(event: 'connection_error', heard: (error: { req: IncomingMessage }) => void): unknown;
}

export interface EngineGateOptions {
  meters: Meters;
  addressOf: AddressOf;
  cookies: Cookies;
  headers: Readonly<Record<string, string>>;
  /** An act that engine.io refused by itself. */
  onRefused(request: IncomingMessage): void;
}

/** Whose session a request shows: a page by its cookie, a program that polls by `Authorization`. */
export const shownBy = (cookies: Cookies, { headers }: Pick<IncomingMessage, 'headers'>): string | undefined => tokenOf(headers.authorization) ?? cookies.session(headers.cookie);

/**
 * Whether it is what a page of today or a program sends: anything else engine.io answers by itself, uncounted. `j` asks for script in place of packets, for browsers that
 * are no more; a form without any would hold no packet, and cost as much as one of 256 KiB.
 */
function isOrderly({ method, headers, _query: { transport, j } }: EngineRequest): boolean {
  const goesUp = headers.upgrade?.toLowerCase() === 'websocket';
  const known = transport === 'polling' || (transport === 'websocket' && goesUp);
  return known && j === undefined && (method === 'GET' || method === 'POST') && Number(headers['content-length'] ?? 0) <= MOST_BYTES;
}

/**
 * What stands before every route stands before engine.io too, which answers below its path by itself: a body has an end, what is no opening and belongs to no
 * connection is metered, and who goes on with a connection shows the same session as who opened it: its number stands in addresses, and so in logs.
 */
export function standEngineGate(engine: Engine, { meters, addressOf, cookies, headers, onRefused }: EngineGateOptions): void {
  const who = (request: IncomingMessage) => neighbourhood(addressOf(request));
  const openers = new Map<string, string | undefined>();
  /** Requests of a connection by who opened it. */
  const own = new WeakSet<IncomingMessage>();
  engine.on('connection', (line) => {
    openers.set(line.id, shownBy(cookies, line.request));
    line.on('close', () => openers.delete(line.id));
  });
  const passes = async (request: EngineRequest): Promise<boolean> => {
    const { sid } = request._query;
    if (isOrderly(request)) {
      if (sid === undefined && request.method === 'GET') return true; // it is asked who opens (socket-door.ts)
      if (typeof sid === 'string' && openers.has(sid) && openers.get(sid) === shownBy(cookies, request)) return !!own.add(request);
    }
    await meters.stranger('unknown', who(request));
    return false;
  };
  const answer = async (request: EngineRequest, next: (error?: Error) => void): Promise<void> => {
    let may = false;
    try {
      may = await passes(request);
    } catch {
      await holdBack();
    }
    next(may ? undefined : new Error('refused'));
  };
  engine.use((request, response, next) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value); // of a socket's opening this is all that can be asked
    void answer(request, next);
  });
  engine.on('connection_error', ({ req }) => {
    const { sid } = (req as Partial<EngineRequest>)._query ?? {};
    if (typeof sid === 'string' && own.has(req)) openers.delete(sid); // what it asks from now on is a stranger’s, and counted; a stranger ends nobody’s by it
    linger(req, who(req));
    if (!isRead(req.method ?? '')) onRefused(req);
  });
}
