import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, type Job, Queue, Worker } from 'bullmq';
import Redis from 'ioredis';
import { BusinessError } from '@kernel';
import { type Db, R } from '../db';
import { QUEUE } from './queue';
import { patient } from './patient-worker';
import { QueuePool } from './queue-pool';

/** A background job: idempotent, safe to run twice or late; facts live in PostgreSQL, the queue only says when to look. */
export interface JobSpec {
  name: string;
  /** Runs at least this often. */
  everyMs: number;
  run(): Promise<unknown>;
}

export interface JobState {
  name: string;
  everyMs: number;
  /** ISO instant, real time, exact to a few seconds; null before the first run. */
  lastRunAt: string | null;
  /** It should have run and has not, or nothing is there that would make it run. */
  late: boolean;
  /** Runs that failed, of those still remembered. */
  failed: number;
  /** Runs that were asked for and have not begun. */
  waiting: number;
}

export interface JobsOptions {
  /** Where runs are noted: the queue may lose what it knows. */
  db: Db;
  databaseUrl: string;
  redisUrl?: string | undefined;
  /** false: this process only asks for runs, another one works them off. */
  work: boolean;
  onError(error: unknown): void;
}

/** Nothing was begun for so long, nothing is at work, and the database answers: what reads the queue has lost its way, and is made anew. */
const STALLED_MS = 60_000;
/** A schedule that the queue lost is found within this. */
const LOOK_EVERY_MS = 5_000;
/** A run is noted at most so often. */
const NOTE_EVERY_MS = 5_000;
/** How far behind its interval a job may be. */
const LATE_MS = 30_000;
/** The queue may be away for long, and nobody waits for it: what it is asked has an answer by then, or none. */
const ANSWER_MS = 2_000;

const KNOWN = 'insert into job_run (name) select unnest($1::text[]) order by 1 on conflict do nothing';
const RAN = 'insert into job_run (name, ended_at) values ($1, clock_timestamp()) on conflict (name) do update set ended_at = excluded.ended_at';
const RUNS = `select name, ended_at as "endedAt", extract(epoch from clock_timestamp() - coalesce(ended_at, known_at))::float8 * 1000 as "idleMs" from job_run where name = any($1)`;

interface Ran {
  name: string;
  endedAt: Date | null;
  idleMs: number;
}

// bullmq types a queue by its backend; which one it is, is known only at run time
type Connection = { connection: never; backend: undefined; away(): Promise<boolean>; close(): Promise<void> };

function postgresConnection(url: string, onError: (error: unknown) => void): Connection {
  const pool = new QueuePool({ connectionString: url }, onError);
  return { connection: pool as never, backend: createPostgresBackend as never, away: async () => false, close: () => pool.end() };
}

function redisConnection(url: string, onError: (error: unknown) => void): Connection {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', onError);
  const answers = async () => redis.status === 'ready' && (await answered(redis.ping()).then(Boolean, () => false)); // one that stands still looks ready
  return { connection: redis as never, backend: undefined, away: async () => !(await answers()), close: async () => redis.disconnect() };
}

async function answered<T>(question: Promise<T>): Promise<T> {
  const limit = new AbortController();
  const silent = sleep(ANSWER_MS, undefined, { signal: limit.signal }).then(() => Promise.reject(new BusinessError([R.tryAgain()])));
  try {
    return await Promise.race([question, silent]);
  } finally {
    limit.abort();
  }
}

/** BullMQ on PostgreSQL, or on Redis where REDIS_URL is set. */
export class Jobs {
  readonly #specs = new Map<string, JobSpec>();
  readonly #noted = new Map<string, number>();
  #connection?: Connection;
  #queue?: Queue;
  #worker?: Worker;
  /** Jobs at work, and when the last one was begun, on the monotonic clock. */
  readonly #running = new Set<string>();
  /** Asked for while they were at work. */
  readonly #again = new Set<string>();
  #beganAt = performance.now();

  /** While it stops, connections end under the queue's hands: that is no news. */
  get #stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  readonly #stop = new AbortController();

  constructor(private readonly options: JobsOptions) {}

  /** Declares a job; one handler for each name. */
  define(spec: JobSpec): void {
    if (this.#specs.has(spec.name)) throw new Error(`two handlers for the job ${spec.name}`);
    this.#specs.set(spec.name, spec);
  }

  get declared(): readonly JobSpec[] {
    return [...this.#specs.values()];
  }

  async start(): Promise<void> {
    const onError = (error: unknown) => this.#stopping || this.options.onError(error);
    this.#connect(onError);
    await this.options.db.write(KNOWN, [[...this.#specs.keys()]]);
    if (!this.options.work) return;
    const scheduled = this.#scheduleAll();
    if (this.options.redisUrl)
      scheduled.catch(onError); // it may be away, and who starts beside it waits for nobody
    else await scheduled;
    void this.#keepSchedules(onError);
    this.#work(onError);
    if (!this.options.redisUrl) void this.#keepWorking(onError); // the client of Redis finds its way by itself
  }

  #connect(onError: (error: unknown) => void): void {
    const { databaseUrl, redisUrl } = this.options;
    this.#connection = redisUrl ? redisConnection(redisUrl, onError) : postgresConnection(databaseUrl, onError);
    this.#queue = new Queue(QUEUE, { connection: this.#connection.connection }, this.#connection.backend);
    this.#queue.on('error', onError);
  }

  #work(onError: (error: unknown) => void): void {
    const { connection, backend } = this.#connection!;
    this.#beganAt = performance.now();
    this.#worker = patient(new Worker(QUEUE, (job) => this.#handle(job), { connection, concurrency: 3 }, backend));
    this.#worker.on('error', onError);
    this.#worker.on('failed', (_job, error) => onError(error));
  }

  /** BullMQ remembers for good that it could not get ready on a line that died meanwhile: then nobody would be called, and nothing closed, until somebody starts the process anew. */
  async #keepWorking(onError: (error: unknown) => void): Promise<void> {
    while (!this.#stopping) {
      await sleep(LOOK_EVERY_MS, undefined, { ref: false, signal: this.#stop.signal }).catch(() => undefined);
      const due = this.declared.some(({ everyMs }) => everyMs < STALLED_MS);
      const stalled = () => due && !this.#stopping && this.#running.size === 0 && performance.now() - this.#beganAt > STALLED_MS;
      const answers = () => this.options.db.read('select 1').then(Boolean, () => false);
      if (!stalled() || !(await answers()) || !stalled()) continue;
      onError(new Error(`no job has begun for ${STALLED_MS / 1000} seconds: the queue is read anew`));
      const left = [this.#worker, this.#queue, this.#connection];
      this.#connect(onError);
      this.#work(onError);
      for (const one of left) void Promise.resolve(one?.close(true as never)).catch(onError); // what hangs is waited for by nobody
    }
  }

  async #scheduleAll(): Promise<void> {
    for (const spec of this.#specs.values()) await this.#schedule(spec);
  }

  async #schedule({ name, everyMs }: JobSpec): Promise<void> {
    await this.#queue!.upsertJobScheduler(name, { every: everyMs }, { name, opts: { removeOnComplete: 50, removeOnFail: 200 } });
  }

  /** A Redis that comes back empty has forgotten what is to run: whoever works jobs off looks again and again. */
  async #keepSchedules(onError: (error: unknown) => void): Promise<void> {
    while (!this.#stopping) {
      await sleep(LOOK_EVERY_MS, undefined, { ref: false, signal: this.#stop.signal }).catch(() => undefined);
      try {
        const scheduled = this.#stopping ? undefined : await this.#scheduled();
        for (const spec of scheduled ? this.#specs.values() : []) if (!scheduled!.has(spec.name)) await this.#schedule(spec);
      } catch (error) {
        onError(error);
      }
    }
  }

  /** The jobs that something will make run: their next time is known and has not passed long ago. */
  async #scheduled(): Promise<Set<string>> {
    const schedules = await this.#queue!.getJobSchedulers(0, -1);
    return new Set(schedules.filter(({ next }) => (next ?? 0) > Date.now() - LATE_MS).map(({ key }) => key));
  }

  async #runs(): Promise<Map<string, Ran>> {
    const rows = await this.options.db.read<Ran>(RUNS, [[...this.#specs.keys()]]);
    return new Map(rows.map((row) => [row.name, row]));
  }

  /** Asks for a run now; many asks before it starts are one run, and an ask while it runs is one more run after it. Whoever has somebody waiting does not wait for it: the queue may be away. */
  async ask(name: string): Promise<void> {
    await this.#queue?.add(name, {}, { deduplication: { id: `${name}:asked`, keepLastIfActive: true }, removeOnComplete: 50, removeOnFail: 200 });
  }

  /** Names of the jobs that are behind, or that nothing will make run. Waits as long as the queue does not answer. */
  async late(known?: Map<string, Ran>): Promise<Set<string>> {
    if (!this.#queue) return new Set();
    const [runs, scheduled] = await Promise.all([known ?? this.#runs(), this.#scheduled()]);
    const behind = ({ name, everyMs }: JobSpec) => !scheduled.has(name) || (runs.get(name)?.idleMs ?? 0) > everyMs + LATE_MS;
    return new Set(this.declared.filter(behind).map(({ name }) => name));
  }

  /** Every declared job and how its last runs ended. Throws 503 `platform.try-again` where the queue does not answer. */
  async states(): Promise<JobState[]> {
    const of = (...kinds: ('failed' | 'waiting' | 'prioritized')[]) => this.#queue?.getJobs(kinds, 0, 200) ?? [];
    const runs = await this.#runs();
    const [failed, waiting, late] = await answered(Promise.all([of('failed'), of('waiting', 'prioritized'), this.late(runs)]));
    return this.declared.map(({ name, everyMs }) => {
      const mine = (jobs: (Job | undefined)[]) => jobs.filter((job) => job?.name === name).length;
      return { name, everyMs, lastRunAt: runs.get(name)?.endedAt?.toISOString() ?? null, late: late.has(name), failed: mine(failed), waiting: mine(waiting) };
    });
  }

  async #handle(job: Job): Promise<unknown> {
    const spec = this.#specs.get(job.name);
    if (!spec) throw new Error(`no handler for the job ${job.name}`);
    this.#beganAt = performance.now();
    // the queue asks for the next run while one lasts: three of one kind would do the same work three times, in the places of all others
    if (this.#running.has(spec.name)) return void (job.repeatJobKey || this.#again.add(spec.name)); // of its schedule the next one comes by itself
    this.#running.add(spec.name);
    try {
      return await spec.run();
    } finally {
      this.#running.delete(spec.name);
      if (this.#again.delete(spec.name) && !this.#stopping) await this.ask(spec.name).catch(this.options.onError); // what it has read already may be old
      await this.#note(spec.name);
    }
  }

  /** A run that failed has run too; that it failed, the queue tells. */
  async #note(name: string): Promise<void> {
    const now = performance.now();
    if (now - (this.#noted.get(name) ?? -Infinity) < NOTE_EVERY_MS) return;
    this.#noted.set(name, now);
    await this.options.db.write(RAN, [name]).catch(this.options.onError);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#worker?.close(await this.#connection?.away()); // what is away would be waited for until it comes back
    await this.#queue?.close();
    await this.#connection?.close();
  }
}
