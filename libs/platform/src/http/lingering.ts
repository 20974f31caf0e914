import type { IncomingMessage } from 'node:http';

/** Bytes of an unwanted body that are let pass, so that its sender gets to read why; two pieces of an upload. */
const MOST = 16 * 2 ** 20;
/** Bytes a millisecond of one such body: who sends what nobody wants waits for it himself, and the loop has time for others. */
const PACE = 2 ** 10;

const lingering = new WeakSet<IncomingMessage>();

/** Reads what is left of a body that was refused: slowly, so far, and for nothing. */
export function linger(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed || lingering.has(request)) return;
  lingering.add(request);
  let left = MOST;
  request.on('data', (chunk: Buffer) => {
    if ((left -= chunk.length) < 0) return void request.destroy();
    request.pause();
    setTimeout(() => request.resume(), chunk.length / PACE).unref();
  });
  request.resume();
}
