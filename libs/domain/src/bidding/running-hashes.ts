import { createHash, type Hash } from 'node:crypto';

const MOST = 1000;
const IDLE_MS = 3_600_000;

interface Running {
  hash: Hash;
  /** Bytes that the hash has seen. */
  at: number;
  idle: NodeJS.Timeout;
}

/**
 * The hashes of uploads that are under way, as far as this process has seen their bytes. Each is only a saving: where it is missing
 * (a restart, another process, too many uploads) the rest is read from the storage, once.
 */
export class RunningHashes {
  readonly #running = new Map<string, Running>();

  constructor(
    private readonly most = MOST,
    private readonly idleMs = IDLE_MS,
  ) {}

  /** A copy that may see the next piece: a piece that does not count must leave no trace. Undefined when it has not seen all before `offset`. */
  at(id: string, offset: number): Hash | undefined {
    if (offset === 0) return createHash('sha256');
    const running = this.#running.get(id);
    return running?.at === offset ? running.hash.copy() : undefined;
  }

  /** The hash and how much it has seen: at worst nothing. */
  latest(id: string): { hash: Hash; at: number } {
    const running = this.#running.get(id);
    return running ? { hash: running.hash.copy(), at: running.at } : { hash: createHash('sha256'), at: 0 };
  }

  keep(id: string, hash: Hash, at: number): void {
    this.forget(id);
    const [oldest] = this.#running.keys();
    if (this.#running.size >= this.most) this.forget(oldest!);
    this.#running.set(id, { hash, at, idle: setTimeout(() => this.forget(id), this.idleMs).unref() });
  }

  forget(id: string): void {
    clearTimeout(this.#running.get(id)?.idle);
    this.#running.delete(id);
  }
}
