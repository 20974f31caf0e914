import type { IncomingMessage } from 'node:http';

/** Bytes of an unwanted body that are let pass, so that its sender gets to read why; two pieces of an upload. */
const MOST = 16 * 2 ** 20;
/** Bytes a millisecond of all such bodies of one sender: who sends what nobody wants waits for it himself, and the loop has time for others. */
const PACE = 8 * 2 ** 10;

const lingering = new WeakSet<IncomingMessage>();
/** By sender: the moment (of `performance.now`) until which what came of him is paid for by waiting. */
const paidAt = new Map<string, number>();

/** Milliseconds that this sender waits after so many bytes. */
function toll(who: string, bytes: number): number {
  const now = performance.now();
  const at = Math.max(now, paidAt.get(who) ?? 0) + bytes / PACE;
  paidAt.set(who, at);
  return at - now;
}

const forget = (who: string) => (paidAt.get(who) ?? 0) <= performance.now() && paidAt.delete(who);

/** Reads what is left of a body that was refused: slowly, so far, and for nothing. `who`: its session or address. */
export function linger(request: IncomingMessage, who: string): void {
  if (request.readableEnded || request.destroyed || lingering.has(request)) return;
  lingering.add(request);
  let left = MOST;
  request.on('data', (chunk: Buffer) => {
    if ((left -= chunk.length) < 0) return void request.destroy();
    request.pause();
    setTimeout(
      () => {
        forget(who);
        request.resume();
      },
      toll(who, chunk.length),
    ).unref();
  });
  request.resume();
}
