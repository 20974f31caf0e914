import { Injectable } from '@nestjs/common';
import { log } from '@platform/log';

type Listener = () => Promise<unknown>;

/** Tells within this process that certificates may have lapsed that counted until now: an authority ended, a list came, an answer says revoked. */
@Injectable()
export class TrustChanges {
  readonly #listeners: Listener[] = [];

  on(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Resolves when everybody has acted on it. Never rejects: what was learned counts all the same. Not within a transaction. */
  async tell(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener().catch((error: unknown) => log('error', 'a change of trust could not be acted on', error))));
  }
}
