import type Redis from 'ioredis';

/** Seconds for which an entry stands unless its process says again that the socket is there; it says so each third of it. */
const STAYS = 60;

/** One more by the clock of Redis, after those whose process died are forgotten; how many there are then. */
const ENTER = `local now = redis.call('TIME')[1]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ${STAYS}, ARGV[1])
redis.call('EXPIRE', KEYS[1], ${2 * STAYS})
return redis.call('ZCARD', KEYS[1])`;
const STAY = `local now = redis.call('TIME')[1]
for i = 1, #ARGV do redis.call('ZADD', KEYS[1], now + ${STAYS}, ARGV[i]) end
redis.call('EXPIRE', KEYS[1], ${2 * STAYS})`;

/** How many sockets each sender has on all processes together. While Redis is away each process counts its own (crowd.ts). */
export class SharedCrowd {
  readonly #mine = new Map<string, Set<string>>();
  readonly #staying: NodeJS.Timeout;

  constructor(private readonly redis: Redis) {
    this.#staying = setInterval(() => void this.stay(), (STAYS * 1000) / 3);
    this.#staying.unref();
  }

  /** Whether one more socket may come; it counts until `leave`. */
  async enter(who: string, socketId: string, most: number): Promise<boolean> {
    const mine = this.#mine.get(who) ?? new Set();
    this.#mine.set(who, mine.add(socketId));
    const here = (await this.redis.eval(ENTER, 1, key(who), socketId).catch(() => 0)) as number;
    if (here <= most) return true;
    this.leave(who, socketId);
    return false;
  }

  leave(who: string, socketId: string): void {
    const mine = this.#mine.get(who);
    if (!mine?.delete(socketId)) return;
    if (mine.size === 0) this.#mine.delete(who);
    this.redis.zrem(key(who), socketId).catch(() => undefined); // it is forgotten by itself
  }

  /** Says of all own sockets that they are there: also to a Redis that comes back empty. */
  async stay(): Promise<void> {
    for (const [who, ids] of this.#mine) await this.redis.eval(STAY, 1, key(who), ...ids).catch(() => undefined);
  }

  stop(): void {
    clearInterval(this.#staying);
    for (const [who, ids] of [...this.#mine]) for (const id of [...ids]) this.leave(who, id);
  }
}

const key = (who: string): string => `tianping:sockets:${who}`;
