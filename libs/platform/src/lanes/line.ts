import { BusinessError } from '@kernel';
import { R } from './lanes.refusals';

export interface LineOptions {
  /** How many are served at once. */
  width: number;
  /** How many may wait. */
  most: number;
  /** How many of them for one person or address. */
  mostOfOne: number;
  /** Milliseconds after which waiting ends. */
  patienceMs: number;
}

interface Waiter {
  go(): void;
}

/**
 * A queue that ends, and that is fair: whoever waits is served in turn by person or address, not by arrival, so a thousand requests of one
 * stand behind one another and not before everybody else's. Beyond its length or patience the answer is 503 `lanes.full`.
 */
export class Line {
  #served = 0;
  #waiting = 0;
  /** By who; the next to be served stands first. */
  readonly #queues = new Map<string, Set<Waiter>>();

  constructor(private readonly options: LineOptions) {}

  get waiting(): number {
    return this.#waiting;
  }

  async run<T>(who: string, work: () => Promise<T>): Promise<T> {
    await this.#enter(who);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(who: string): Promise<void> {
    if (this.#served < this.options.width) {
      this.#served += 1;
      return;
    }
    const queue = this.#queues.get(who) ?? new Set<Waiter>();
    if (this.#waiting >= this.options.most || queue.size >= this.options.mostOfOne) throw this.#full();
    this.#queues.set(who, queue);
    await this.#wait(who, queue);
  }

  #wait(who: string, queue: Set<Waiter>): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiting -= 1;
        queue.delete(waiter);
        if (queue.size === 0) this.#queues.delete(who);
        settle();
      };
      const waiter: Waiter = { go: () => end(resolve) };
      const timer = setTimeout(() => end(() => reject(this.#full())), this.options.patienceMs);
      this.#waiting += 1;
      queue.add(waiter);
    });
  }

  /** The place goes to the next in turn; his queue moves to the end. */
  #leave(): void {
    const [next] = this.#queues;
    if (!next) {
      this.#served -= 1;
      return;
    }
    const [who, queue] = next;
    const [waiter] = queue;
    this.#queues.delete(who);
    if (queue.size > 1) this.#queues.set(who, queue);
    waiter!.go();
  }

  #full(): BusinessError {
    return new BusinessError([R.full({ seconds: Math.max(1, Math.ceil(this.options.patienceMs / 1000)) })]);
  }
}
