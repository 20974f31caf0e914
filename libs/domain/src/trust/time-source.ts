import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { refuse, visibly } from '@kernel';
import { MAX_TIMESTAMP, readCertificates, sha256, stamp, tokenOf, verifyStamp, writeStampRequest } from '@envelope';
import { CONFIG, type Config } from '@platform/config';
import { Db } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { log } from '@platform/log';
import { fetchBytes } from './fetch';
import { keepTimeAuthority, type TimeAuthority } from './time-authority';
import { R } from './trust.refusals';

const ASK_MS = 3_000;
const FRESH_MS = 1_000;

export interface TimeSourceState {
  source: 'embedded' | 'external';
  url: string | null;
  /** Since when no token could be had; null while all is well. Real time. */
  outageSince: Date | null;
  error: string | null;
  lastAt: Date | null;
  /** The token's time less the database's when it was asked for, in seconds. */
  driftSeconds: number | null;
}

/** RFC 3161 time stamps: by the embedded authority, or by any other at TIMESTAMP_URL. */
@Injectable()
export class TimeSource implements OnModuleInit {
  readonly #embedded: TimeAuthority | undefined;
  readonly #roots: readonly string[];
  #outSince: Date | undefined;
  #askedAt = -Infinity;

  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.#embedded = config.TIMESTAMP_URL ? undefined : keepTimeAuthority(join(resolve(config.DATA_DIR), 'time-authority'));
    this.#roots = this.#embedded ? [this.#embedded.rootPem] : rootsOf(config.TIMESTAMP_CA_FILE);
  }

  onModuleInit(): void {
    this.jobs.define({ name: 'trust.probe-time', everyMs: 30_000, run: () => this.probe() });
  }

  /** Certificates to which tokens lead, PEM: for everybody who wants to check one. */
  get roots(): readonly string[] {
    return this.#roots;
  }

  /** A token over the text's SHA-256, verified; or null when none can be had now. Leaves no trace in the state: that would tell when a bid came (O20 21). */
  async stamp(text: string): Promise<Buffer | null> {
    try {
      const token = await this.#ask(sha256(text));
      verifyStamp(token, sha256(text), { roots: this.#roots });
      return Buffer.from(token);
    } catch (error) {
      log('error', 'no time stamp could be had', error instanceof Error ? error.message : error);
      return null;
    }
  }

  /** The job: is the source there, and does the database's clock agree with it? Outages begin and end here. */
  async probe(): Promise<void> {
    const digest = sha256('tianping/time-source/1');
    try {
      const { at } = verifyStamp(await this.#ask(digest), digest, { roots: this.#roots });
      await this.db.write('update time_source set outage_since = null, error = null, last_at = $1, drift_seconds = extract(epoch from $1 - tianping_now())', [at]);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await this.db.write('update time_source set outage_since = coalesce(outage_since, clock_timestamp()), error = $1', [visibly(reason.slice(0, 300))]);
    }
  }

  /** An outage has its bound: beyond it nothing is taken whose time nobody else could confirm. Throws `trust.time-source-out`. */
  async assertBounded(): Promise<void> {
    const minutes = this.config.TIMESTAMP_GRACE_MINUTES;
    if (performance.now() - this.#askedAt > FRESH_MS) await this.#askOutage(minutes);
    if (this.#outSince) refuse(R.timeSourceOut({ since: this.#outSince.toISOString(), minutes }));
  }

  /** An outage is counted in minutes: it is enough to look once a second, not for each bid. */
  async #askOutage(minutes: number): Promise<void> {
    const [out] = await this.db.read<{ since: Date }>('select outage_since as since from time_source where outage_since < (select clock_timestamp()) - make_interval(mins => $1)', [minutes]);
    this.#outSince = out?.since;
    this.#askedAt = performance.now();
  }

  async state(): Promise<TimeSourceState> {
    const [row] = await this.db.read<Omit<TimeSourceState, 'source' | 'url'>>(`select outage_since as "outageSince", error, last_at as "lastAt", drift_seconds as "driftSeconds" from time_source`);
    return { source: this.#embedded ? 'embedded' : 'external', url: this.config.TIMESTAMP_URL ?? null, ...row! };
  }

  /** A token at once, inside a transaction whose time is `at`; null where another authority has to be asked. */
  stampNow(text: string, at: Date): Buffer | null {
    return this.#embedded ? Buffer.from(stampBy(this.#embedded, sha256(text), at)) : null;
  }

  async #ask(digest: Uint8Array): Promise<Uint8Array> {
    if (!this.#embedded) return this.#askOutside(this.config.TIMESTAMP_URL!, digest);
    const [clock] = await this.db.read<{ now: Date }>('select tianping_now() as now');
    return stampBy(this.#embedded, digest, clock!.now);
  }

  async #askOutside(url: string, digest: Uint8Array): Promise<Uint8Array> {
    const asked = { digest, nonce: Uint8Array.from([0x40, ...randomBytes(7)]), certificateWanted: true };
    const bytes = await fetchBytes(url, { limit: MAX_TIMESTAMP, timeoutMs: ASK_MS, body: { type: 'application/timestamp-query', bytes: writeStampRequest(asked) } });
    return tokenOf(bytes, asked, { roots: this.#roots, at: new Date(0) });
  }
}

/** Serial numbers are drawn: unique without asking anybody (RFC 3161 2.4.2 wants no order). */
const stampBy = ({ certificatePem, privateKeyPem }: TimeAuthority, digest: Uint8Array, at: Date): Uint8Array =>
  stamp({ digest, certificateWanted: true }, { certificatePem, privateKeyPem, at, serial: BigInt(`0x${randomBytes(15).toString('hex')}`) });

function rootsOf(file: string | undefined): readonly string[] {
  if (!file) throw new Error('TIMESTAMP_CA_FILE: with TIMESTAMP_URL the platform needs the certificates of that authority (PEM), or it could not check its tokens.');
  return readCertificates(readFileSync(file, 'utf8')).map(({ pem }) => pem);
}
