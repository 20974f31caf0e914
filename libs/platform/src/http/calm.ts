import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Line } from '../lanes';

/** Milliseconds between two looks at the loop, and the part of them that it may work before it counts as busy. */
const LOOK_MS = 100;
const BUSY = 0.7;

/** Milliseconds from one light wish to the next while the loop is busy: hundreds a second, as crowds need them, and not thousands. */
const LIGHT_PAUSE_MS = 1;

/** Strangers ask that work be done for them; or for what is light: files of the pages, of which a browser wants many at once and does without none, and whether all is well. */
export type Wish = 'work' | 'light';

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
  readonly #lines: Record<Wish, Line> = {
    work: new Line({ width: 1, each: 1, most: 500, mostOfOne: 50, patienceMs: 8_000 }),
    light: new Line({ width: 1, each: 1, most: 5_000, mostOfOne: 1_000, patienceMs: 30_000 }),
  };
  readonly #pauseMs: Record<Wish, number>;

  /** `perMinute` of one address, as the settings have it; where the budgets are open (a bench) nobody waits. */
  constructor(
    perMinute: number,
    private readonly look: Look = lookAtLoop(),
  ) {
    this.#pauseMs = { work: 30_000 / perMinute, light: 30_000 / perMinute < 1 ? 0 : LIGHT_PAUSE_MS };
  }

  /** Returns when a stranger may go on. Throws 503 `lanes.full`. */
  async enter(who: string, wish: Wish): Promise<void> {
    const pause = this.#pauseMs[wish];
    if (this.look.busy() && pause >= 1) await this.#lines[wish].run(who, () => sleep(pause));
  }

  stop(): void {
    this.look.stop();
  }
}
