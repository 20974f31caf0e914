import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type Encoding, takes } from './encodings';

export interface Page {
  status: number;
  plain: Buffer;
  location?: string | undefined;
}

/** A page in the encodings that browsers accept, each made when it is first asked for. */
export class Encoded {
  #br?: Buffer;
  #gzip?: Buffer;

  constructor(readonly page: Page) {}

  as(accepted: string | undefined): { body: Buffer; encoding?: Encoding } {
    if (takes(accepted, 'br')) return { body: (this.#br ??= brotliCompressSync(this.page.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })), encoding: 'br' };
    if (takes(accepted, 'gzip')) return { body: (this.#gzip ??= gzipSync(this.page.plain)), encoding: 'gzip' };
    return { body: this.page.plain };
  }
}

const MAX_AGE_MS = 1000;
const MAX_PAGES = 500;

/**
 * Public pages, each kept for a second: a thousand readers at a deadline cost one page a second. Who asks while a page is being written
 * waits for the same one. `now` counts milliseconds and never goes back.
 */
export function pageCache(now: () => number = () => performance.now()) {
  const kept = new Map<string, { until: number; page: Promise<Encoded> }>();
  return async (key: string, write: () => Promise<Page>): Promise<Encoded> => {
    const found = kept.get(key);
    if (found && found.until > now()) return found.page;
    const page = write().then((written) => new Encoded(written));
    kept.delete(key);
    kept.set(key, { until: now() + MAX_AGE_MS, page });
    if (kept.size > MAX_PAGES) kept.delete(kept.keys().next().value!);
    page.catch(() => kept.delete(key)); // a fault is not kept: the next reader tries again
    return page;
  };
}
