import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db';
import type { Jobs } from '../jobs';
import { log } from '../log';
import type { DiskSpace, DiskState } from '../storage';

/** Readiness answers within this, whatever hangs. */
export const READY_LIMIT_MS = 2_000;

export interface Check {
  name: 'database' | 'disk' | 'jobs';
  /** `late`: it works, and behind time. `low`: it works, and not for much longer. */
  state: 'ok' | 'late' | 'low' | 'down';
  /** What is wrong, in words that strangers may read; empty when nothing is. */
  detail: string;
}

export interface Readiness {
  status: 'ok' | 'unavailable';
  /** The part without which nothing can be served. */
  reason?: Check['name'];
  checks: Check[];
}

type Told = Omit<Check, 'name'>;
type Ask = () => Promise<Told>;

/** Why it failed is for the operator: a database's message names hosts, roles and tables. */
const FAILED: Told = { state: 'down', detail: '检查失败，原因见平台日志 / the check failed; the log of the platform says why' };
const SILENT: Told = { state: 'down', detail: `${READY_LIMIT_MS / 1000} 秒内没有回答 / no answer within ${READY_LIMIT_MS / 1000} s` };

/** One question at a time: however often readiness is asked for, what hangs is waited for once. */
function bounded(name: Check['name'], ask: Ask): Ask {
  let asked: Promise<Told> | undefined;
  const failed = onceEach((why) => log('error', `readiness: ${name}`, why));
  return async () => {
    asked ??= ask()
      .then(
        (told) => (failed.over(), told),
        (error: Error) => (failed.tell(error.message), FAILED),
      )
      .finally(() => (asked = undefined));
    const limit = new AbortController();
    try {
      return await Promise.race([asked, sleep(READY_LIMIT_MS, SILENT, { signal: limit.signal })]);
    } finally {
      limit.abort();
    }
  };
}

/** However often somebody asks, the log is told once for as long as the reason stays. */
function onceEach(tell: (why: string) => void) {
  let last: string | undefined;
  return {
    tell(why: string): void {
      if (why !== last) tell(why);
      last = why;
    },
    over(): void {
      last = undefined;
    },
  };
}

async function jobs(of: Jobs): Promise<Told> {
  const late = [...(await of.late())];
  return late.length ? { state: 'late', detail: late.join(', ') } : { state: 'ok', detail: '' };
}

const ROOM: Record<DiskState, Told> = {
  ok: { state: 'ok', detail: '' },
  low: { state: 'low', detail: '剩余空间只够接收投标 / what is left is kept for bids' },
  full: { state: 'down', detail: '磁盘已满 / the disk is full' },
};

/** What can be asked of this process. Only what nothing can be served without makes it unavailable; the rest is told beside it. */
export function readinessOf(db: Db, queue: Jobs, disk: DiskSpace): () => Promise<Readiness> {
  const asks: readonly [Check['name'], Ask, needed: boolean][] = [
    ['database', bounded('database', async () => (await db.probe(READY_LIMIT_MS), { state: 'ok', detail: '' })), true],
    ['disk', bounded('disk', async () => ROOM[db.full ? 'full' : await disk.state()]), true],
    ['jobs', bounded('jobs', () => jobs(queue)), false],
  ];
  return async () => {
    const checks = await Promise.all(asks.map(async ([name, ask]): Promise<Check> => ({ name, ...(await ask()) })));
    const missing = asks.find(([, , needed], i) => needed && checks[i]!.state === 'down');
    return missing ? { status: 'unavailable', reason: missing[0], checks } : { status: 'ok', checks };
  };
}
