import { BusinessError } from '@kernel';
import Redis from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../config';
import { aMinute, PERSONS, STRANGERS } from '../realtime/rates';
import { SharedCrowd } from '../realtime/shared-crowd';
import { Calm } from './calm';
import { type Door, DOORS } from './doors';
import { R } from './http.refusals';

const MINUTE = 60;
/** Milliseconds that a Redis may take to count; then this process counts by itself. */
const COUNT_MS = 250;

/** What costs next to nothing, and what tells others that this process lives: neither waits for anybody. */
const CHEAP: ReadonlySet<Door> = new Set(['file', 'health']);

const NAMES = Object.keys(DOORS) as Door[];

/**
 * How often strangers (by address and door) and persons may ask. All processes share the counts where there is a Redis; while it is down each
 * counts by itself. Asked before anything else is: no database stands behind it.
 */
export class Meters {
  readonly #redis: Redis | undefined;
  readonly #doors: Record<Door, RateLimiterAbstract>;
  readonly #persons: RateLimiterAbstract;
  readonly #messages: Record<'person' | 'stranger', RateLimiterAbstract> | undefined;
  readonly #calm: Calm;
  readonly #sockets: SharedCrowd | undefined;

  constructor({ ANONYMOUS_PER_MINUTE, PERSON_PER_MINUTE, REDIS_URL }: Pick<Config, 'ANONYMOUS_PER_MINUTE' | 'PERSON_PER_MINUTE' | 'REDIS_URL'>, countMs = COUNT_MS) {
    this.#redis = REDIS_URL ? new Redis(REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: countMs }) : undefined;
    this.#redis?.on('error', () => undefined); // the jobs' connection tells of it; here the count goes on in memory
    const doors = NAMES.map((door) => [door, this.#limiter(door, Math.max(1, Math.round(DOORS[door] * ANONYMOUS_PER_MINUTE)))] as const);
    this.#doors = Object.fromEntries(doors) as Record<Door, RateLimiterAbstract>;
    this.#persons = this.#limiter('person', PERSON_PER_MINUTE);
    const said = (who: string, rate: typeof PERSONS) => this.#limiter(`message:${who}`, aMinute(rate));
    this.#messages = this.#redis && { person: said('person', PERSONS), stranger: said('stranger', STRANGERS) };
    this.#calm = new Calm(ANONYMOUS_PER_MINUTE);
    this.#sockets = this.#redis && new SharedCrowd(this.#redis);
  }

  /** Throws 429 `http.too-many`, and 503 `lanes.full` when strangers are too many for the time that is left for them. */
  async stranger(door: Door, neighbourhood: string): Promise<void> {
    await taken(this.#doors[door], neighbourhood);
    if (!CHEAP.has(door)) await this.#calm.enter(neighbourhood);
  }

  /** Counts `points` at once. Throws 429 `http.too-many`. */
  person(who: string, points = 1): Promise<void> {
    return taken(this.#persons, who, points);
  }

  /** A message on a socket, which its own process heard: all processes together hear no more of a sender. Throws 429 `http.too-many`. */
  async message(kind: 'person' | 'stranger', who: string): Promise<void> {
    if (this.#messages) await taken(this.#messages[kind], who);
  }

  /** Whether a sender may have one socket more on all processes together; it counts until `socketGone`. */
  async socket(kind: 'person' | 'stranger', who: string, socketId: string): Promise<boolean> {
    return (await this.#sockets?.enter(`${kind}:${who}`, socketId, (kind === 'person' ? PERSONS : STRANGERS).most)) ?? true;
  }

  socketGone(kind: 'person' | 'stranger', who: string, socketId: string): void {
    this.#sockets?.leave(`${kind}:${who}`, socketId);
  }

  /** Returns when the shared count can be asked; at once where there is none. */
  async ready(): Promise<void> {
    if (this.#redis && this.#redis.status !== 'ready') await new Promise<void>((resolve) => this.#redis!.once('ready', () => resolve()));
  }

  stop(): void {
    this.#calm.stop();
    this.#sockets?.stop();
    this.#redis?.disconnect();
  }

  #limiter(keyPrefix: string, points: number): RateLimiterAbstract {
    const options = { keyPrefix: `tianping:${keyPrefix}`, points, duration: MINUTE };
    const memory = new RateLimiterMemory(options);
    if (!this.#redis) return memory;
    // who is over his budget is refused without asking Redis again
    return new RateLimiterRedis({ ...options, storeClient: this.#redis, insuranceLimiter: memory, inMemoryBlockOnConsumed: points + 1, rejectIfRedisNotReady: true });
  }
}

async function taken(limiter: RateLimiterAbstract, key: string, points = 1): Promise<void> {
  try {
    await limiter.consume(key, points);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new BusinessError([R.tooMany({ seconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) })]);
  }
}
