import { BusinessError } from '@kernel';
import { R } from './lanes.refusals';

export interface LineOptions {
  /** How many are served at once. */
  width: number;
  /** How many of them for one person or address. */
  each: number;
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
 * A queue that ends, and that is fair: whoever waits is served in turn by person or address, not by arrival, and nobody takes all the places,
 * so a thousand requests of one stand behind one another and not before everybody else's. Beyond its length or patience the answer is 503 `lanes.full`.
 */
export class Line {
  #served = 0;
  #waiting = 0;
  readonly #servedOf = new Map<string, number>();
  /** By who; the next to be served stands first. */
  readonly #queues = new Map<string, Set<Waiter>>();

  constructor(private readonly options: LineOptions) {}

  get waiting(): number {
    return this.#waiting;
  }

  async run<T>(who: string, work: () => Promise<T>): Promise<T> {
    const leave = await this.enter(who);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Returns with a place taken, and how to give it back. */
  async enter(who: string): Promise<() => void> {
    if (this.#mayTake(who)) this.#take(who);
    else await this.#wait(who);
    return () => this.#leave(who);
  }

  #mayTake(who: string): boolean {
    return this.#served < this.options.width && (this.#servedOf.get(who) ?? 0) < this.options.each;
  }

  #take(who: string): void {
    this.#served += 1;
    this.#servedOf.set(who, (this.#servedOf.get(who) ?? 0) + 1);
  }

  /** Returns with a place taken. */
  #wait(who: string): Promise<void> {
    const queue = this.#queues.get(who) ?? new Set<Waiter>();
    if (this.#waiting >= this.options.most || queue.size >= this.options.mostOfOne) throw this.#full();
    this.#queues.set(who, queue);
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

  /** The place goes to the next in turn who may have it; his queue moves to the end. */
  #leave(who: string): void {
    this.#served -= 1;
    const left = this.#servedOf.get(who)! - 1;
    if (left > 0) this.#servedOf.set(who, left);
    else this.#servedOf.delete(who);
    for (const [next, queue] of this.#queues) {
      if (!this.#mayTake(next)) continue;
      this.#queues.delete(next);
      if (queue.size > 1) this.#queues.set(next, queue);
      this.#take(next);
      const [waiter] = queue;
      return waiter!.go();
    }
  }

  #full(): BusinessError {
    return new BusinessError([R.full({ seconds: Math.max(1, Math.ceil(this.options.patienceMs / 1000)) })]);
  }
}
