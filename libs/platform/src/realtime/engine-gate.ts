import { type IncomingMessage, ServerResponse } from 'node:http';
import { neighbourhood, type AddressOf } from '../http/address';
import { isRead, tokenOf } from '../http/caller';
import { holdBack } from '../http/held';
import { linger } from '../http/lingering';
import type { Meters } from '../http/meters';
import type { Cookies } from '../http/session-cookie';
import { Crowd } from './crowd';

export const TRANSPORTS = ['websocket', 'polling'] as const;
/** Bytes of one message, or of several that a polling page sends together: as many as the largest schema of a message takes (`assertBounded`). */
export const MOST_BYTES = 1024 * 1024;
/** Connections of one person, or of one address without any, at once: those that joined nothing yet too, which engine.io keeps for 45 s. A page has one, and leaves some behind on a bad line. */
const MOST_OPEN = 100;

/** As much of engine.io as is asked here. `_query` is what it read in the address. A request that becomes a websocket comes with a stand-in of engine.io's for an answer. */
type EngineRequest = IncomingMessage & { _query: Partial<Record<string, string | string[]>> };
interface Opened {
  id: string;
  request: IncomingMessage;
  on(event: 'close', gone: () => void): unknown;
  close(discard: boolean): unknown;
}
interface Engine {
  use(middleware: (request: EngineRequest, response: Pick<ServerResponse, 'setHeader'>, next: (error?: Error) => void) => void): void;
  on(event: 'connection', heard: (line: Opened) => void): unknown;
  on(event: 'connection_error', heard: (error: { req: IncomingMessage }) => void): unknown;
}

export interface EngineGateOptions {
  meters: Meters;
  addressOf: AddressOf;
  cookies: Cookies;
  headers: Readonly<Record<string, string>>;
  /** Who opens a connection by this handshake: a person, or an address where its session is nobody's. */
  openerOf(request: IncomingMessage): string;
  /** An act that engine.io refused by itself. */
  onRefused(request: IncomingMessage): void;
}

/** Whose session a request shows: a page by its cookie, a program that polls by `Authorization`. */
export const shownBy = (cookies: Cookies, { headers }: Pick<IncomingMessage, 'headers'>): string | undefined => tokenOf(headers.authorization) ?? cookies.session(headers.cookie);

/**
 * Whether it is what a page of today or a program sends: anything else engine.io answers by itself, uncounted. `j` asks for script in place of packets, for browsers that
 * are no more; a form without any would hold no packet, and cost as much as one of 256 KiB. `rises`: it becomes a websocket, which its head may say and not do.
 */
function isOrderly({ method, headers, _query: { transport, j } }: EngineRequest, rises: boolean): boolean {
  const known = transport === (rises ? 'websocket' : 'polling');
  return known && j === undefined && (method === 'GET' || method === 'POST') && Number(headers['content-length'] ?? 0) <= MOST_BYTES;
}

/**
 * What stands before every route stands before engine.io too, which answers below its path by itself: a body has an end, what is no opening and belongs to no
 * connection is metered, and who goes on with a connection shows the same session as who opened it: its number stands in addresses, and so in logs.
 */
export function standEngineGate(engine: Engine, { meters, addressOf, cookies, headers, openerOf, onRefused }: EngineGateOptions): void {
  const who = (request: IncomingMessage) => neighbourhood(addressOf(request));
  /** By number: what who opened it showed, and whether it asked to become a websocket. Once: engine.io shakes hands each time. */
  const open = new Map<string, { shown: string | undefined; rose: boolean }>();
  /** Requests of a connection by who opened it. */
  const own = new WeakSet<IncomingMessage>();
  const crowd = new Crowd({ most: MOST_OPEN, burst: 0, perSecond: 1 }); // how fast they talk is asked elsewhere
  engine.on('connection', (line) => {
    const shown = shownBy(cookies, line.request);
    const opener = openerOf(line.request);
    if (!crowd.enter(opener)) return void line.close(true);
    open.set(line.id, { shown, rose: false });
    line.on('close', () => {
      open.delete(line.id);
      crowd.leave(opener);
    });
  });
  const passes = async (request: EngineRequest, rises: boolean): Promise<boolean> => {
    const { sid } = request._query;
    if (isOrderly(request, rises)) {
      if (sid === undefined && request.method === 'GET') return true; // it is asked who opens (socket-door.ts)
      const line = typeof sid === 'string' ? open.get(sid) : undefined;
      if (line && line.shown === shownBy(cookies, request) && !(rises && line.rose)) {
        line.rose ||= rises;
        return !!own.add(request);
      }
    }
    await meters.stranger('unknown', who(request));
    return false;
  };
  const answer = async (request: EngineRequest, rises: boolean, next: (error?: Error) => void): Promise<void> => {
    let may = false;
    try {
      may = await passes(request, rises);
    } catch {
      await holdBack();
    }
    next(may ? undefined : new Error('refused'));
  };
  engine.use((request, response, next) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value); // of a socket's opening this is all that can be asked
    void answer(request, !(response instanceof ServerResponse), next);
  });
  engine.on('connection_error', ({ req }) => {
    const { sid } = (req as Partial<EngineRequest>)._query ?? {};
    if (typeof sid === 'string' && own.has(req)) open.delete(sid); // what it asks from now on is a stranger’s, and counted; a stranger ends nobody’s by it
    linger(req, who(req));
    if (!isRead(req.method ?? '')) onRefused(req);
  });
}
