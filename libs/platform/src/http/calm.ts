import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Line } from '../lanes';

/** Milliseconds between two looks at the loop, and the part of them that it may work before it counts as busy. */
const LOOK_MS = 100;
const BUSY = 0.7;

/**
 * Strangers wait while the loop is busy: many addresses, each within its budget, could still take all its time. Then all of them together are
 * let in as often as two addresses may come, in turn; persons who are signed in go on before them.
 */
export class Calm {
  readonly #pauseMs: number;
  readonly #line = new Line({ width: 1, each: 1, most: 500, mostOfOne: 50, patienceMs: 8_000 });
  readonly #timer: NodeJS.Timeout;
  #busy = false;

  constructor(perMinute: number) {
    this.#pauseMs = 30_000 / perMinute;
    let last = performance.eventLoopUtilization();
    this.#timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      this.#busy = performance.eventLoopUtilization(now, last).utilization > BUSY;
      last = now;
    }, LOOK_MS);
    this.#timer.unref();
  }

  /** Returns when a stranger may go on. Throws 503 `lanes.full`. */
  async enter(who: string): Promise<void> {
    if (this.#busy && this.#pauseMs >= 1) await this.#line.run(who, () => sleep(this.#pauseMs));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
