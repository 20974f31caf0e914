import { once } from 'node:events';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@platform/config';
import { LIVE } from '@platform/http';
import { log } from '@platform/log';
import { DiskSpace, Storage } from '@platform/storage';
import { TimeSource } from '../trust';
import { OutagesService } from './outages.service';

const BEAT_MS = 5_000;
const PATIENCE_MS = 10_000;
/** Whoever answers so is there, and answers others: a neighbour at our own address who asks on and on makes no outage. */
const ASKED_TOO_OFTEN = 429;

const WORD = JSON.stringify(LIVE);

/** A page that says that all is being mended may come with a 200, at once or where a proxy sends on to: nobody hands in a bid there. */
async function isOurs({ ok, body }: Response): Promise<boolean> {
  if (!ok || !body) return (await body?.cancel(), false);
  let said = '';
  const text = new TextDecoder();
  for await (const piece of body) {
    said += text.decode(piece as Uint8Array, { stream: true });
    if (said.length > WORD.length) return false; // and reads no further
  }
  return said === WORD;
}

/**
 * The platform's own witness: while it serves, its database answers, and bids can be kept and dated, it says so every few seconds, and what is missing afterwards was an outage. Where
 * a public address is configured, that must answer too; one that never did from here (a proxy that is not reached from within) proves nothing and is left out.
 */
@Injectable()
export class Pulse implements OnApplicationShutdown {
  readonly #publicUrl: string | undefined;
  #reached = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #settling: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) { PUBLIC_URL }: Config,
    private readonly outages: OutagesService,
    private readonly storage: Storage,
    private readonly disk: DiskSpace,
    private readonly time: TimeSource,
  ) {
    this.#publicUrl = PUBLIC_URL;
  }

  /** From when requests are answered. Resolves when what was missed before is known and settled, before any deadline is looked at. */
  async start(): Promise<void> {
    await this.#beat();
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#beat());
      void this.#settle();
    }, BEAT_MS);
    await this.#settle();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    await this.#settling;
  }

  async #beat(): Promise<void> {
    try {
      if ((await this.#heard()) && (await this.#keeps())) await this.outages.beat();
    } catch (error) {
      log('error', 'a beat of the platform is missing', error);
    }
  }

  /** Beside the beats, which thousands of lots must not hold up: a beat that waited would be the next outage. */
  #settle(): Promise<void> {
    this.#settling ??= this.outages
      .settle()
      .catch((error: unknown) => log('error', 'an outage could not be settled', error))
      .finally(() => (this.#settling = undefined));
    return this.#settling;
  }

  /** Who is heard and told that nothing can be stored, or that nobody can say the time, is shut out as well. Throws where storage or time source do not answer. */
  async #keeps(): Promise<boolean> {
    const silent = once(AbortSignal.timeout(PATIENCE_MS), 'abort').then(() => Promise.reject(new Error('the storage does not answer')));
    const [free] = await Promise.race([Promise.all([this.storage.free(), this.storage.answers(), this.time.assertBounded()]), silent]);
    return free === undefined || free >= this.disk.last;
  }

  async #heard(): Promise<boolean> {
    if (!this.#publicUrl) return true;
    const [served, status] = await fetch(new URL('/health/live', this.#publicUrl), { signal: AbortSignal.timeout(PATIENCE_MS) })
      .then(async (answer) => [await isOurs(answer), answer.status] as const)
      .catch(() => [false, 0] as const);
    this.#reached ||= served;
    return served || status === ASKED_TOO_OFTEN || !this.#reached;
  }
}
