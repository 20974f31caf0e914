import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { neighbourhood, notePeer, peerOf } from './address';

/** Milliseconds for a request's head: who says nothing, or a letter a second, keeps no connection. */
export const HEAD_MS = 15_000;
/** Milliseconds for a body that is no upload: a megabyte on the slowest line of an office. */
export const BODY_MS = 60_000;
/** Milliseconds without a byte either way: an upload that stands still, a download that nobody takes. Sockets of rooms have their own pulse. */
export const SILENCE_MS = 300_000;
/** Beyond so many connections those that wait for their next request are closed: their browsers open others. */
const CROWDED = 10_000;
/** Milliseconds between two looks for such: each look goes through all of them. */
const LOOK_MS = 1_000;

/** Nobody takes all connections: each address has so many, and in a crowd those go that do nothing. A named proxy speaks for many and limits them itself. */
export function limitConnections(server: Server, mostOfOne: number, isProxy: (address: string) => boolean): void {
  const open = new Map<string, number>();
  let [all, looked] = [0, 0];
  server.on('connection', (socket: Socket) => {
    notePeer(socket);
    const address = peerOf(socket);
    const who = neighbourhood(address);
    const count = (open.get(who) ?? 0) + 1;
    if (count > mostOfOne && !isProxy(address)) return void socket.destroy();
    open.set(who, count);
    all += 1;
    if (all > CROWDED && performance.now() - looked > LOOK_MS) {
      looked = performance.now();
      server.closeIdleConnections();
    }
    socket.once('close', () => {
      all -= 1;
      const left = open.get(who)! - 1;
      if (left > 0) open.set(who, left);
      else open.delete(who);
    });
  });
}

/** Ends a request whose body does not come. */
export function awaitBody(request: IncomingMessage, ms = BODY_MS): void {
  const timer = setTimeout(() => request.destroy(), ms);
  timer.unref();
  for (const event of ['end', 'close'] as const) request.once(event, () => clearTimeout(timer));
}
