import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Line } from '../lanes';

/** Milliseconds between two looks at the loop, and the part of them that it may work before it counts as busy. */
const LOOK_MS = 100;
const BUSY = 0.7;

interface Look {
  busy(): boolean;
  stop(): void;
}

function lookAtLoop(): Look {
  let busy = false;
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    busy = performance.eventLoopUtilization(now, last).utilization > BUSY;
    last = now;
  }, LOOK_MS).unref();
  return { busy: () => busy, stop: () => clearInterval(timer) };
}

/**
 * Strangers wait while the loop is busy: many addresses, each within its budget, could still take all its time. Then all of them together are
 * let in as often as two addresses may come, in turn; persons who are signed in go on before them.
 */
export class Calm {
  readonly #pauseMs: number;
  readonly #line = new Line({ width: 1, each: 1, most: 500, mostOfOne: 50, patienceMs: 8_000 });

  /** `perMinute` of one address, as the settings have it; where the budgets are open (a bench) nobody waits. */
  constructor(
    perMinute: number,
    private readonly look: Look = lookAtLoop(),
  ) {
    this.#pauseMs = 30_000 / perMinute;
  }

  /** Returns when a stranger may go on. Throws 503 `lanes.full`. */
  async enter(who: string): Promise<void> {
    if (this.look.busy() && this.#pauseMs >= 1) await this.#line.run(who, () => sleep(this.#pauseMs));
  }

  stop(): void {
    this.look.stop();
  }
}
