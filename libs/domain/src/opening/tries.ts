import { performance } from 'node:perf_hooks';

const FIRST_MS = 2_000;
const LAST_MS = 30_000;

interface Failed {
  times: number;
  until: number;
  error: unknown;
}

/** What fails by a fault of ours is tried again soon, and then more and more rarely: it may read gigabytes each time, and others wait for the disk. */
export class Tries {
  readonly #failed = new Map<string, Failed>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Does it, or fails as it did last, without doing it, until it is time again. */
  async of(what: string, work: () => Promise<void>): Promise<void> {
    const failed = this.#failed.get(what);
    if (failed && this.now() < failed.until) throw failed.error;
    try {
      await work();
      this.#failed.delete(what);
    } catch (error) {
      const times = (failed?.times ?? 0) + 1;
      this.#failed.set(what, { times, error, until: this.now() + Math.min(LAST_MS, FIRST_MS * 2 ** (times - 1)) });
      throw error;
    }
  }
}
