import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { neighbourhood, notePeer, peerOf } from './address';

/** Milliseconds for a request's head: who says nothing, or a letter a second, keeps no connection. */
export const HEAD_MS = 15_000;
/** Milliseconds for a body that is no upload: a megabyte on the slowest line of an office. */
export const BODY_MS = 60_000;
/** Milliseconds without a byte either way: an upload that stands still, a download that nobody takes. Sockets of rooms have their own pulse. */
export const SILENCE_MS = 300_000;
/** Beyond `most` connections those that wait for their next request are closed: their browsers open others. All are looked through every `lookMs` milliseconds at most. */
const CROWD = { most: 10_000, lookMs: 1_000 };

/** Nobody takes all connections: each address has so many, and in a crowd those go that do nothing. A named proxy speaks for many and limits them itself. */
export function limitConnections(server: Server, mostOfOne: number, isProxy: (address: string) => boolean, crowd = CROWD): void {
  const open = new Map<string, number>();
  const shed = waitingOf(server);
  let [all, looked] = [0, -Infinity];
  server.on('connection', (socket: Socket) => {
    notePeer(socket);
    const address = peerOf(socket);
    const who = neighbourhood(address);
    const count = (open.get(who) ?? 0) + 1;
    if (count > mostOfOne && !isProxy(address)) return void socket.destroy();
    open.set(who, count);
    all += 1;
    if (all > crowd.most && performance.now() - looked > crowd.lookMs) {
      looked = performance.now();
      shed();
    }
    socket.once('close', () => {
      all -= 1;
      const left = open.get(who)! - 1;
      if (left > 0) open.set(who, left);
      else open.delete(who);
    });
  });
}

/**
 * Closes, when it is called, the connections that wait for their next request: answered wholly, and nothing said since. Node's own `closeIdleConnections` also cuts
 * those whose answer is written and still on its way.
 */
function waitingOf(server: Server): () => void {
  const answering = new Map<Socket, number>();
  /** How much each had said when its last answer was out. */
  const waiting = new Map<Socket, number>();
  server.on('request', ({ socket }, response) => {
    waiting.delete(socket);
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = answering.get(socket)! - 1; // another request may have come behind this one
      if (left > 0) return void answering.set(socket, left);
      answering.delete(socket);
      if (!socket.destroyed) waiting.set(socket, socket.bytesRead);
    });
  });
  server.on('connection', (socket: Socket) => socket.once('close', () => waiting.delete(socket)));
  return () => {
    for (const [socket, said] of waiting) if (socket.bytesRead === said) socket.destroy();
  };
}

/** Ends a request whose body does not come. */
export function awaitBody(request: IncomingMessage, ms = BODY_MS): void {
  const timer = setTimeout(() => request.destroy(), ms);
  timer.unref();
  for (const event of ['end', 'close'] as const) request.once(event, () => clearTimeout(timer));
}
