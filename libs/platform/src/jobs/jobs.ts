import { createPostgresBackend, type Job, Queue, Worker } from 'bullmq';
import Redis from 'ioredis';
import { Pool } from 'pg';
import { QUEUE } from './queue';

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
  /** ISO instant by this server's own clock; null before the first run. */
  lastRunAt: string | null;
  /** Runs that failed, of those still remembered. */
  failed: number;
  /** Runs that were asked for and have not begun. */
  waiting: number;
}

export interface JobsOptions {
  databaseUrl: string;
  redisUrl?: string | undefined;
  /** false: this process only asks for runs, another one works them off. */
  work: boolean;
  onError(error: unknown): void;
}

// bullmq types a queue by its backend; which one it is, is known only at run time
type Connection = { connection: never; backend: undefined; close(): Promise<void> };

function postgresConnection(url: string, onError: (error: unknown) => void): Connection {
  const pool = new Pool({ connectionString: url, max: 6, keepAlive: true, options: '-c search_path=bullmq,public' });
  pool.on('error', onError);
  return { connection: pool as never, backend: createPostgresBackend as never, close: () => pool.end() };
}

function redisConnection(url: string, onError: (error: unknown) => void): Connection {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', onError);
  return { connection: redis as never, backend: undefined, close: async () => redis.disconnect() };
}

/** BullMQ on PostgreSQL, or on Redis where REDIS_URL is set. */
export class Jobs {
  readonly #specs = new Map<string, JobSpec>();
  #connection?: Connection;
  #queue?: Queue;
  #worker?: Worker;

  /** While it stops, connections end under the queue's hands: that is no news. */
  #stopping = false;

  constructor(private readonly options: JobsOptions) {}

  /** Declares a job; one handler for each name. */
  define(spec: JobSpec): void {
    if (this.#specs.has(spec.name)) throw new Error(`two handlers for the job ${spec.name}`);
    this.#specs.set(spec.name, spec);
  }

  async start(): Promise<void> {
    const { databaseUrl, redisUrl, work } = this.options;
    const onError = (error: unknown) => this.#stopping || this.options.onError(error);
    const connection = redisUrl ? redisConnection(redisUrl, onError) : postgresConnection(databaseUrl, onError);
    this.#connection = connection;
    this.#queue = new Queue(QUEUE, { connection: connection.connection }, connection.backend);
    this.#queue.on('error', onError);
    if (!work) return;
    for (const { name, everyMs } of this.#specs.values()) await this.#queue.upsertJobScheduler(name, { every: everyMs }, { name, opts: { removeOnComplete: 50, removeOnFail: 200 } });
    this.#worker = new Worker(QUEUE, (job) => this.#handle(job), { connection: connection.connection, concurrency: 3 }, connection.backend);
    this.#worker.on('error', onError);
    this.#worker.on('failed', (_job, error) => onError(error));
  }

  /** Asks for a run now; many asks before it starts are one run, and an ask while it runs is one more run after it. */
  async ask(name: string): Promise<void> {
    await this.#queue?.add(name, {}, { deduplication: { id: `${name}:asked`, keepLastIfActive: true }, removeOnComplete: 50, removeOnFail: 200 });
  }

  /** Every declared job and how its last runs ended. */
  async states(): Promise<JobState[]> {
    const of = (...kinds: ('completed' | 'failed' | 'waiting' | 'prioritized')[]) => this.#queue?.getJobs(kinds, 0, 200) ?? [];
    const [done, failed, waiting] = await Promise.all([of('completed'), of('failed'), of('waiting', 'prioritized')]);
    return [...this.#specs.values()].map(({ name, everyMs }) => {
      const mine = (jobs: (Job | undefined)[]) => jobs.filter((job): job is Job => job?.name === name);
      const ends = [...mine(done), ...mine(failed)].map((job) => job.finishedOn ?? 0);
      return { name, everyMs, lastRunAt: ends.length ? new Date(Math.max(...ends)).toISOString() : null, failed: mine(failed).length, waiting: mine(waiting).length };
    });
  }

  async #handle(job: Job): Promise<unknown> {
    const spec = this.#specs.get(job.name);
    if (!spec) throw new Error(`no handler for the job ${job.name}`);
    return spec.run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#worker?.close();
    await this.#queue?.close();
    await this.#connection?.close();
  }
}
