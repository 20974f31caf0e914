import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that may wait behind the one under way on their connection. Browsers and proxies send none before they have their answer; who sends more is cut. */
const MOST_BEHIND = 8;

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Node hands over every request of a connection as soon as it is read, thousands at once where they were sent in a row, and an answer that has not got its connection
 * yet never hears that it is gone: what it opened stays open. So here each waits for the one before it, also below the paths of socket.io. What cannot be read piece by
 * piece at a bounded cost goes to `refuse` first: bytes in chunks of one, of which a megabyte costs minutes. Called when everything listens that ever will.
 */
export function serveInTurn(server: Server, refuse: (request: IncomingMessage, response: ServerResponse) => void): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  const behind = new WeakMap<Socket, (() => void)[]>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const begin = () => {
      response.once('close', () => {
        const next = socket.destroyed ? undefined : behind.get(socket)!.shift();
        if (next) next();
        else behind.delete(socket);
      });
      if (request.headers['transfer-encoding'] !== undefined) refuse(request, response);
      else for (const listener of listeners) listener.call(server, request, response);
    };
    if (socket.destroyed) return; // cut while its requests were being read
    const line = behind.get(socket);
    if (!line) {
      behind.set(socket, []);
      begin();
    } else if (line.length < MOST_BEHIND) line.push(begin);
    else socket.destroy();
  });
}
