import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../log';

const AGAIN_MS = 5_000;

/**
 * What this process keeps in memory of rows that others change too is read anew every few seconds, whether or not anybody uses it: read when it is used, it answers the
 * first who comes after a quiet night by what counted the evening before.
 */
export class KeptRows {
  readonly #stop = new AbortController();

  /** Reads now, and again and again from now on. Throws what the first reading throws. */
  async keep(what: string, read: () => Promise<unknown>): Promise<void> {
    await read();
    void this.#again(what, read);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #again(what: string, read: () => Promise<unknown>): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      await sleep(AGAIN_MS, undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) return;
      await read().catch((error: unknown) => signal.aborted || log('error', `${what} could not be read again`, error));
    }
  }
}
