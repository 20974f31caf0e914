import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { refuse } from '@kernel';
import { concat } from './bytes';
import { randomBytes } from './crypto.node';
import { R } from './envelope.refusals';
import { HEADER_MARK, HEADER_SIZE, KEY_SIZE, PREFIX_SIZE, plainCapacity, SALT_SIZE, segmentNonce, SEGMENT_SIZE, TAG_SIZE } from './stream';

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

/** HKDF-SHA256 with the associated data as info: another tender, lot or bidder means another key (RFC 5869). */
function deriveKey(key: Uint8Array, salt: Uint8Array, aad: string): Uint8Array {
  if (key.length !== KEY_SIZE) throw new RangeError('a body key has 32 bytes');
  return new Uint8Array(hkdfSync('sha256', key, salt, Buffer.from(aad, 'utf8'), KEY_SIZE));
}

class Encryptor extends SegmentCodec {
  private readonly salt = randomBytes(SALT_SIZE);
  private readonly prefix = randomBytes(PREFIX_SIZE);
  private readonly key: Uint8Array;

  constructor(key: Uint8Array, aad: string) {
    super();
    this.key = deriveKey(key, this.salt, aad);
  }

  protected capacity(): number {
    return plainCapacity(this.index);
  }

  protected convert(segment: Uint8Array, final: boolean): Uint8Array[] {
    const cipher = createCipheriv('aes-256-gcm', this.key, segmentNonce(this.prefix, this.index, final));
    const pieces = [cipher.update(segment), cipher.final(), cipher.getAuthTag()];
    return this.index === 0 ? [concat(Uint8Array.of(HEADER_MARK), this.salt, this.prefix), ...pieces] : pieces;
  }
}

class Decryptor extends SegmentCodec {
  private opened?: { key: Uint8Array; prefix: Uint8Array };

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
    const decipher = createDecipheriv('aes-256-gcm', this.opened.key, segmentNonce(this.opened.prefix, this.index, final), {
      authTagLength: TAG_SIZE,
    });
    decipher.setAuthTag(body.subarray(-TAG_SIZE));
    const plain = decipher.update(body.subarray(0, -TAG_SIZE));
    try {
      decipher.final();
    } catch {
      plain.fill(0);
      return refuse(R.bodyDamaged({ segment: this.index }));
    }
    return [plain];
  }

  private readHeader(start: Uint8Array): Uint8Array {
    assertSealed(start);
    if (start.length < HEADER_SIZE) refuse(R.bodyDamaged({ segment: 0 }));
    const salt = start.slice(1, 1 + SALT_SIZE);
    this.opened = { key: deriveKey(this.key, salt, this.aad), prefix: start.slice(1 + SALT_SIZE, HEADER_SIZE) };
    return start.subarray(HEADER_SIZE);
  }
}

/** The quick look at an arriving file: one that does not begin as a sealed body was not sealed (TBR 36, O20 26). */
export function assertSealed(start: Uint8Array): void {
  if (start[0] !== HEADER_MARK) refuse(R.bodyUnsealed());
}

export const bodyEncryptor = (key: Uint8Array, aad: string): Codec => new Encryptor(key, aad);
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
export const encryptStream = (key: Uint8Array, aad: string): Transform => transformOf(bodyEncryptor(key, aad));

/**
 * Opens what flows through. A segment leaves only after its tag was checked; a cut or reordered body ends in the error
 * `envelope.body-damaged`, so a reader must not use a file before the stream has ended well.
 */
export const decryptStream = (key: Uint8Array, aad: string): Transform => transformOf(bodyDecryptor(key, aad));

const all = (codec: Codec, bytes: Uint8Array): Uint8Array => concat(...codec.update(bytes), ...codec.final());

export const encryptBytes = (key: Uint8Array, aad: string, plain: Uint8Array): Uint8Array => all(bodyEncryptor(key, aad), plain);
export const decryptBytes = (key: Uint8Array, aad: string, cipher: Uint8Array): Uint8Array => all(bodyDecryptor(key, aad), cipher);
