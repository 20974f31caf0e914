import type { Readable } from 'node:stream';

const STALLED_MS = 20_000;

/** Breaks off a source that gives nothing for a while: a line that died without a word must not keep others from going on. */
export function stalls(source: Readable, ms = STALLED_MS): { refresh(): void; stop(): void } {
  const timer = setTimeout(() => source.destroy(new Error('nothing arrives any more')), ms);
  return { refresh: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
