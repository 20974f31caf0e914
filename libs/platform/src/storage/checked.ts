import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import type { Stored } from './storage';

/** Hashes and counts what passes; `check` may stop it. */
export function meter(check: (size: number, chunk: Buffer) => void): { through: Transform; stored(): Stored } {
  const hash = createHash('sha256');
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      try {
        check(size, chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return { through, stored: () => ({ sha256: hash.digest('hex'), size }) };
}

/** Passes a whole file on and fails when it is not what its name says. The last chunk waits for that: nobody gets a wrong file whole. */
export function checked(sha256: string, source: Readable): Readable {
  const hash = createHash('sha256');
  let last: Buffer | undefined;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const before = last;
      last = chunk;
      done(null, before);
    },
    flush(done) {
      if (hash.digest('hex') === sha256) done(null, last);
      else done(new Error(`storage: the content of ${sha256} has changed`));
    },
  });
  source.on('error', (error) => through.destroy(error));
  through.on('close', () => source.destroy());
  return source.pipe(through);
}
