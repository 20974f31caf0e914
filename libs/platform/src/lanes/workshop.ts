import type { Transferable } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { wayNow } from './lanes';
import { Line, type LineOptions } from './line';

export interface WorkshopOptions extends LineOptions {
  /** As many as are served at once, unless work that waits shares a thread. */
  threads?: number;
  /** Milliseconds without work after which a thread ends. */
  idleMs?: number;
}

/**
 * Threads of their own for work that would hold up the loop or the pool in which Node reads files, with a queue that ends. `file` is plain
 * JavaScript that exports one function. The threads give way to the loop: they run at a lower priority.
 */
export function workshop<Task, Result>(file: string, { threads, idleMs = 30_000, ...options }: WorkshopOptions): (task: Task, transfer?: Transferable[]) => Promise<Result> {
  const line = new Line(options);
  const maxThreads = threads ?? options.width;
  let pool: Piscina<Task, Result> | undefined;
  return (task, transfer = []) =>
    line.run(wayNow().who, () => {
      pool ??= new Piscina<Task, Result>({
        ...{ filename: file, minThreads: 0, maxThreads, idleTimeout: idleMs, niceIncrement: 10 },
        concurrentTasksPerWorker: Math.ceil(options.width / maxThreads),
      });
      return pool.run(task, { transferList: transfer as never });
    });
}
