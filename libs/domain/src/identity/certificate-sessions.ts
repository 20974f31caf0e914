import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Db } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { TrustChanges } from '../trust';
import { SessionsService } from './sessions.service';
import { SigningRights } from './signing-rights';

const LIVE = `select fingerprint, pem from certificate where fingerprint in (select fingerprint from session where ended_at is null and expires_at > (select clock_timestamp()))`;

/**
 * A session lives no longer than the certificate that opened it. What its holder ends and what expires `Actors` asks of the row; what an authority says can only be
 * reckoned, so it is when anything is learned, and again and again for what no other process told of: a sign-in that a late list let in, a revocation from a later day.
 */
@Injectable()
export class CertificateSessions implements OnModuleInit {
  #looking: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly changes: TrustChanges,
    private readonly rights: SigningRights,
    private readonly sessions: SessionsService,
  ) {}

  onModuleInit(): void {
    this.changes.on(() => this.endLapsed());
    this.jobs.define({ name: 'identity.end-lapsed-sessions', everyMs: 30_000, run: () => this.endLapsed() });
  }

  /** One look after the other; whoever asks during one shares the next with all who ask meanwhile. */
  endLapsed(): Promise<void> {
    this.#next ??= this.#looking
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#looking = this.#look();
        return this.#looking;
      });
    return this.#next;
  }

  async #look(): Promise<void> {
    const lapsed = await this.rights.lapsed(await this.db.read<{ fingerprint: string; pem: string }>(LIVE));
    const fingerprints = lapsed.map(({ fingerprint }) => fingerprint);
    if (lapsed.length > 0) await this.db.system('session.end', (tx) => this.sessions.endOpenedBy(tx, fingerprints));
  }
}
