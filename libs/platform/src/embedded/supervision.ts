import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../log';

/** Breakdowns in a row that are mended; one more, and it is given up. */
const MOST = 5;
/** A server that ran for so long was mended: its next breakdown is the first of a new row. */
const SOUND_MS = 60_000;
const FIRST_PAUSE_MS = 100;

/** Keeps one server running: whenever it ends by itself it is brought up again, in the same place, so that those who use it only have to connect anew. */
export class Supervision {
  #child: ChildProcess | undefined;
  #since = 0;
  #breakdowns = 0;
  #released = false;
  #mending = Promise.resolve();

  constructor(
    private readonly bringUp: () => Promise<ChildProcess>,
    private readonly onLost: (reason: Error) => void,
  ) {}

  async start(): Promise<void> {
    const child = await this.bringUp();
    this.#child = child;
    this.#since = performance.now();
    child.once('exit', (code, signal) => {
      this.#mending = this.#mend(signal ?? `exit code ${code}`);
    });
  }

  /** From now on its end is wanted; gives the server that is to be ended. */
  async release(): Promise<ChildProcess> {
    this.#released = true;
    await this.#mending;
    return this.#child!;
  }

  async #mend(how: string): Promise<void> {
    for (let reason = how; !this.#released; ) {
      if (performance.now() - this.#since >= SOUND_MS) this.#breakdowns = 0;
      this.#breakdowns += 1;
      if (this.#breakdowns > MOST) return this.onLost(lost(reason));
      log('error', `内置 PostgreSQL 中断（${reason}），正在重新启动 / the built-in PostgreSQL broke down (${reason}) and is started again`);
      await sleep(FIRST_PAUSE_MS * 2 ** (this.#breakdowns - 1));
      const failure = await this.start().catch((error: Error) => error);
      if (!failure) return;
      this.#since = performance.now(); // it did not run at all
      reason = failure.message;
    }
  }
}

const lost = (reason: string) =>
  new Error(
    `内置 PostgreSQL 接连中断 ${MOST + 1} 次，平台停止运行。已提交的数据都在数据目录中。请检查磁盘空间、内存和系统日志，然后重新启动。\n` +
      `The built-in PostgreSQL broke down ${MOST + 1} times in a row; the platform ends. What was committed is in the data folder. Look at disk space, memory and the system's log, then start again.\n` +
      `最后一次 / the last time: ${reason}`,
  );
