import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that may wait behind the one under way on their connection. Browsers and proxies send none before they have their answer; who sends more is cut. */
const MOST_BEHIND = 8;
/** What brings a body that somebody looks at. */
const BRINGS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Bytes that may come with anything else: Node reads on after the answer for as long as they come. */
const IDLE_BODY = 16 * 1024;
/** Milliseconds that a connection stays half open after a refusal, so that its sender gets to read it. */
const READ_MS = 1_000;

/** `detached`: nothing more is read as HTTP on its connection, its own body neither. */
type Request = IncomingMessage & { detached?: true };
type Listener = (request: Request, response: ServerResponse) => void;

/** Of a connection: what waits, or that nothing that comes after is served any longer (RFC 9112, 9.6). */
type Line = (() => void)[] | 'ending';

/** What is refused before anything else hears of it. */
export type Flaw = 'no-path' | 'no-length' | 'no-host' | 'other-protocol' | 'idle-body';

/** What Fastify's routers find a path in. What else Node lets through (`*`, `http://a`) comes to no route, nor to what answers for unknown ones, and so past every hook. */
const TARGET = /^(https?:\/\/[^/?#]+)?\//i;

/** A body of unknown length would be read chunk by chunk, and a megabyte in chunks of one costs minutes; HTTP/1.1 without a host, or with two, is none (RFC 9112, 3.2). */
function flawOf({ method = '', url = '', headers, rawHeaders, httpVersion, detached }: Request): Flaw | undefined {
  if (!TARGET.test(url)) return 'no-path';
  if (!BRINGS.has(method) && Number(headers['content-length'] ?? 0) > IDLE_BODY) return 'idle-body';
  if (detached && Number(headers['content-length'] ?? 0) > 0) return 'other-protocol';
  if (headers['transfer-encoding'] !== undefined) return 'no-length';
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;
  return hosts > 1 || (httpVersion === '1.1' && hosts === 0) ? 'no-host' : undefined;
}

/** Ends with the answer, and reads no more: what is left would have to be looked through. */
function endAfter({ socket }: IncomingMessage, response: ServerResponse): void {
  response.shouldKeepAlive = false;
  socket.pause();
  socket.destroySoon = () => {
    socket.end();
    setTimeout(() => socket.destroy(), READ_MS).unref();
  };
}

/**
 * Node hands over every request of a connection as soon as it is read, thousands at once where they were sent in a row, and an answer that has not got its connection
 * yet never hears that it is gone: what it opened stays open. So here each waits for the one before it, also below the paths of socket.io, and whatever else Node would
 * answer by itself comes this way too. Called when everything listens that ever will.
 */
export function serveInTurn(server: Server, refuse: (flaw: Flaw, request: IncomingMessage, response: ServerResponse) => void): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  const lines = new WeakMap<Socket, Line>();
  const serve: Listener = (request, response) => {
    const flaw = flawOf(request);
    if (flaw) {
      endAfter(request, response);
      refuse(flaw, request, response);
    } else for (const listener of listeners) listener.call(server, request, response);
  };
  const take: Listener = (request, response) => {
    const { socket } = request;
    const begin = () => {
      if (request.detached) response.assignSocket(socket);
      if (!response.shouldKeepAlive) lines.set(socket, 'ending');
      response.once('close', () => {
        const line = lines.get(socket);
        if (line === 'ending' || socket.destroyed || !response.shouldKeepAlive) return void lines.set(socket, 'ending');
        const next = line?.shift();
        if (next) next();
        else lines.delete(socket);
      });
      serve(request, response);
    };
    const line = lines.get(socket);
    if (socket.destroyed || line === 'ending') return; // cut, or ending, while this was being read
    if (!line) {
      lines.set(socket, []);
      begin();
    } else if (line.length < MOST_BEHIND) line.push(begin);
    else socket.destroy();
  };
  const changes = server.listeners('upgrade') as ((...what: [Request, Socket, Buffer]) => void)[];
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: Request, socket: Socket, head: Buffer) => {
    if (speaksOn(request)) return changes.forEach((listener) => listener.call(server, request, socket, head));
    take(request, alone(request, socket));
  });
  server.on('request', take);
  server.on('checkExpectation', take); // what is expected beyond 100-continue is not known here, and the request is one all the same (RFC 9110, 10.1.1)
}

/** Where Node has no `shouldUpgradeCallback` (before 22.21) it leaves every connection whose request offers another protocol: the answer in HTTP/1.1 is its last. */
function alone(request: Request, socket: Socket): ServerResponse {
  request.detached = true;
  request.push(null);
  socket.on('error', () => socket.destroy()); // Node listens no more
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.once('finish', () => socket.destroySoon());
  return response;
}

/** Only a websocket of socket.io that comes first on its connection changes what is spoken there; who offers anything else is answered in HTTP/1.1 (RFC 9110, 7.8). */
export const speaksOn = ({ headers, url = '', socket }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket' && url.startsWith('/socket.io/') && !(socket as Socket & { _httpMessage?: unknown })._httpMessage;
