import type { Readable } from 'node:stream';

/**
 * Gives each chunk to `take`. An error of the source is returned, since what came before it did arrive; an error of `take` is thrown.
 * The source stays open: it may be a request that still waits for its answer.
 */
export async function each(source: Readable, take: (chunk: Buffer) => Promise<void>): Promise<Error | undefined> {
  const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => ({ cut: error as Error }));
      if ('cut' in next) return next.cut;
      if (next.done) return undefined;
      await take(next.value);
    }
  } finally {
    await chunks.return?.();
  }
}
