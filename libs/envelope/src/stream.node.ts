import { Transform, type TransformCallback } from 'node:stream';
import { refuse } from '@kernel';
import { concat } from './bytes';
import { randomBytes } from './crypto.node';
import { R } from './envelope.refusals';
import { segmentCipher } from './segment.node';
import { HEADER_MARKS, HEADER_SIZE, KEY_SIZE, PREFIX_SIZE, plainCapacity, SALT_SIZE, type SegmentCipher, segmentNonce, SEGMENT_SIZE, type Suite, suiteOf, TAG_SIZE } from './stream';

/** Eats bytes, gives pieces; holds at most one segment. */
export interface Codec {
  update(chunk: Uint8Array): Uint8Array[];
  final(): Uint8Array[];
}

/** Collects one segment. It is worked off only when a further byte shows whether it was the last. */
abstract class SegmentCodec implements Codec {
  private held = new Uint8Array(0);
  private filled = 0;
  protected index = 0;

  protected abstract capacity(): number;
  protected abstract convert(segment: Uint8Array, final: boolean): Uint8Array[];

  update(chunk: Uint8Array): Uint8Array[] {
    const out: Uint8Array[] = [];
    for (let at = 0; at < chunk.length; ) {
      if (this.filled === this.capacity()) out.push(...this.flush(false));
      if (this.filled === 0 && chunk.length - at > this.capacity()) {
        // a whole segment with something behind it: no copy is needed
        const size = this.capacity();
        out.push(...this.convert(chunk.subarray(at, at + size), false));
        this.index += 1;
        at += size;
        continue;
      }
      const size = Math.min(this.capacity() - this.filled, chunk.length - at);
      this.reserve(this.filled + size);
      this.held.set(chunk.subarray(at, at + size), this.filled);
      this.filled += size;
      at += size;
    }
    return out;
  }

  final(): Uint8Array[] {
    return this.flush(true);
  }

  /** Grows by doubling: a price sheet of a kilobyte must not cost a mebibyte. */
  private reserve(size: number): void {
    if (size <= this.held.length) return;
    const wider = new Uint8Array(Math.min(SEGMENT_SIZE, Math.max(size, 2 * this.held.length)));
    wider.set(this.held.subarray(0, this.filled));
    this.held = wider;
  }

  private flush(final: boolean): Uint8Array[] {
    const pieces = this.convert(this.held.subarray(0, this.filled), final);
    this.filled = 0;
    this.index += 1;
    return pieces;
  }
}

class Encryptor extends SegmentCodec {
  private readonly salt = randomBytes(SALT_SIZE);
  private readonly prefix = randomBytes(PREFIX_SIZE);
  private readonly cipher: SegmentCipher;

  constructor(
    key: Uint8Array,
    aad: string,
    private readonly suite: Suite,
  ) {
    super();
    this.cipher = segmentCipher(suite, key, this.salt, aad);
  }

  protected capacity(): number {
    return plainCapacity(this.index);
  }

  protected convert(segment: Uint8Array, final: boolean): Uint8Array[] {
    const pieces = this.cipher.seal(segmentNonce(this.prefix, this.index, final), segment);
    return this.index === 0 ? [concat(Uint8Array.of(HEADER_MARKS[this.suite]), this.salt, this.prefix), ...pieces] : pieces;
  }
}

class Decryptor extends SegmentCodec {
  private opened?: { cipher: SegmentCipher; prefix: Uint8Array };

  constructor(
    private readonly key: Uint8Array,
    private readonly aad: string,
  ) {
    super();
    if (key.length !== KEY_SIZE) throw new RangeError('a body key has 32 bytes');
  }

  /** The first segment comes together with the header, the two filling one mebibyte. */
  protected capacity(): number {
    return SEGMENT_SIZE;
  }

  protected convert(segment: Uint8Array, final: boolean): Uint8Array[] {
    const body = this.index === 0 ? this.readHeader(segment) : segment;
    if (body.length < TAG_SIZE || !this.opened) return refuse(R.bodyDamaged({ segment: this.index }));
    return [this.opened.cipher.open(segmentNonce(this.opened.prefix, this.index, final), body) ?? refuse(R.bodyDamaged({ segment: this.index }))];
  }

  private readHeader(start: Uint8Array): Uint8Array {
    const suite = assertSealed(start);
    if (start.length < HEADER_SIZE) refuse(R.bodyDamaged({ segment: 0 }));
    const salt = start.slice(1, 1 + SALT_SIZE);
    this.opened = { cipher: segmentCipher(suite, this.key, salt, this.aad), prefix: start.slice(1 + SALT_SIZE, HEADER_SIZE) };
    return start.subarray(HEADER_SIZE);
  }
}

/** The quick look at an arriving file: one that does not begin as a sealed body was not sealed (TBR 36, O20 26). */
export function assertSealed(start: Uint8Array): Suite {
  return suiteOf(start[0]) ?? refuse(R.bodyUnsealed());
}

export const bodyEncryptor = (key: Uint8Array, aad: string, suite: Suite = 'international'): Codec => new Encryptor(key, aad, suite);
export const bodyDecryptor = (key: Uint8Array, aad: string): Codec => new Decryptor(key, aad);

class CodecTransform extends Transform {
  constructor(private readonly codec: Codec) {
    super();
  }

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.give(() => this.codec.update(chunk), done);
  }

  override _flush(done: TransformCallback): void {
    this.give(() => this.codec.final(), done);
  }

  private give(work: () => Uint8Array[], done: TransformCallback): void {
    try {
      for (const piece of work()) if (piece.length > 0) this.push(piece);
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}

export const transformOf = (codec: Codec): Transform => new CodecTransform(codec);

/** Seals what flows through. Memory: one segment. */
export const encryptStream = (key: Uint8Array, aad: string, suite?: Suite): Transform => transformOf(bodyEncryptor(key, aad, suite));

/**
 * Opens what flows through. A segment leaves only after its tag was checked; a cut or reordered body ends in the error
 * `envelope.body-damaged`, so a reader must not use a file before the stream has ended well.
 */
export const decryptStream = (key: Uint8Array, aad: string): Transform => transformOf(bodyDecryptor(key, aad));

const all = (codec: Codec, bytes: Uint8Array): Uint8Array => concat(...codec.update(bytes), ...codec.final());

export const encryptBytes = (key: Uint8Array, aad: string, plain: Uint8Array, suite?: Suite): Uint8Array => all(bodyEncryptor(key, aad, suite), plain);
export const decryptBytes = (key: Uint8Array, aad: string, cipher: Uint8Array): Uint8Array => all(bodyDecryptor(key, aad), cipher);
