import type { EventEmitter } from 'node:events';

/**
 * Until this end of a connection has closed, whether the other end said goodbye or cut it. A server that cuts who still writes resets the line, and
 * `once(socket, 'close')` of node:events would fail with that reset, now and then.
 */
export const gone = (socket: EventEmitter & { readonly closed: boolean }): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) return resolve();
    socket.on('error', () => undefined).once('close', () => resolve());
  });
