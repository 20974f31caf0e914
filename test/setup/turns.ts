import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/**
 * `node -r test/setup/turns.ts`: how long one turn of the loop works in this process, as CPU time of its thread: what other processes take from it does not count.
 * Told `turns.begin` it watches, told `turns.end` it answers with the longest; told `turns.unit` it answers with the time of a piece of work that is always the same.
 * All in milliseconds.
 */

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

let watching: NodeJS.Immediate | undefined;
let last = 0;
let longest = 0;

function turn(): void {
  const now = cpuMs();
  longest = Math.max(longest, now - last);
  last = now;
  watching = setImmediate(turn);
}

/** Works for so many milliseconds of CPU time without letting go. */
function work(ms: number): void {
  for (const end = cpuMs() + ms; cpuMs() < end; );
}

const PIECE = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ id: i, name: `第${i}标段`, at: '2026-03-03T01:00:00Z' })));

/** The best of some runs: how fast this machine is. */
function unit(): number {
  const runs = Array.from({ length: 7 }, () => {
    const begun = cpuMs();
    JSON.stringify(JSON.parse(PIECE));
    return cpuMs() - begun;
  });
  return Math.min(...runs);
}

process.on('message', (message) => {
  if (message === 'turns.unit') process.send!({ turns: unit() });
  if (message === 'turns.begin') {
    [longest, last] = [0, cpuMs()];
    watching ??= setImmediate(turn);
    process.send!({ turns: 0 });
  }
  if (message === 'turns.end') {
    clearImmediate(watching);
    watching = undefined;
    process.send!({ turns: longest });
  }
});

// the planted fault: a request that says so is answered after a loop that lets nobody else have a turn
subscribe('http.server.request.start', (event) => {
  const planted = Number((event as { request: IncomingMessage }).request.headers['x-planted-loop-ms'] ?? 0);
  if (planted > 0) work(planted);
});
