import { Piscina } from 'piscina';
import { wayNow } from './lanes';
import { Line, type LineOptions } from './line';

/** Seconds without work after which a thread ends. */
const IDLE_MS = 30_000;

/**
 * Threads of their own for work that would hold up the loop or the pool in which Node reads files, with a queue that ends. `file` is plain
 * JavaScript that exports one function. The threads give way to the loop: they run at a lower priority.
 */
export function workshop<Task, Result>(file: string, options: LineOptions): (task: Task, transfer?: ArrayBuffer[]) => Promise<Result> {
  const line = new Line(options);
  let threads: Piscina<Task, Result> | undefined;
  return (task, transfer = []) =>
    line.run(wayNow().who, () => {
      threads ??= new Piscina<Task, Result>({ filename: file, minThreads: 0, maxThreads: options.width, idleTimeout: IDLE_MS, niceIncrement: 10 });
      return threads.run(task, { transferList: transfer });
    });
}
