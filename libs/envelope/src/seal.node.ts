import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { concat, toHex, utf8 } from './bytes';
import { type Signer, signDetached } from './cms.node';
import { type EscrowTerms, writeEscrow } from './escrow';
import { digestBy, randomBytes, sha256Hex, sha256Stream } from './crypto.node';
import { type BidAddress, type BidPart, commitmentPrefix, partAad } from './manifest';
import { writeManifest } from './manifest-write';
import { KEY_SIZE, type Suite } from './stream';
import { bodyEncryptor } from './stream.node';

export interface PartToSeal<Content = Uint8Array> {
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Content;
}

export interface BidToSeal<Content = Uint8Array> extends BidAddress, Signer {
  readonly version: number;
  readonly createdAt: Date;
  readonly parts: readonly PartToSeal<Content>[];
  /** `sm`: SM4 and SM3 for the bodies; `international` unless said otherwise. */
  readonly suite?: Suite | undefined;
}

export interface WithTrustees {
  /** Where trustees open the bids: as the notice names them. */
  readonly escrowTerms?: EscrowTerms | undefined;
}

/** What the bidder keeps: without the keys nobody, the platform included, opens the bid. */
export interface SealedBid {
  /** Canonical JSON; these bytes are signed. */
  readonly manifest: string;
  readonly signature: Uint8Array;
  /** Key of each part by its name, hex. */
  readonly keys: Readonly<Record<string, string>>;
  /** Canonical JSON with a share of the keys for each trustee; it is submitted beside the manifest, which names its hash. */
  readonly escrow?: string;
}

export interface SealedBidInMemory extends SealedBid {
  readonly blob: Uint8Array;
}

/** SHA-256, or SM3, over the commitment's prefix, the part's associated data and the key. */
export const keyCommitment = (aad: string, key: Uint8Array, suite: Suite = 'international'): string => toHex(digestBy(suite === 'sm' ? 'sm3' : 'sha256', concat(commitmentPrefix(aad), key)));

/** Seals one part while its bytes pass, and tells afterwards what to write about it. */
class PartSealer {
  readonly key = randomBytes(KEY_SIZE);
  private readonly plain = sha256Stream();
  private readonly cipher = sha256Stream();
  private readonly aad: string;
  private readonly encryptor;
  private plainSize = 0;
  private cipherSize = 0;

  constructor(
    private readonly whole: WholeSealer,
    private readonly part: PartToSeal<unknown>,
    private readonly offset: number,
  ) {
    this.aad = partAad(whole.bid, part.name);
    this.encryptor = bodyEncryptor(this.key, this.aad, whole.bid.suite);
  }

  update(chunk: Uint8Array): Uint8Array[] {
    this.plain.update(chunk);
    this.plainSize += chunk.length;
    return this.count(this.encryptor.update(chunk));
  }

  final(): Uint8Array[] {
    return this.count(this.encryptor.final());
  }

  private count(pieces: Uint8Array[]): Uint8Array[] {
    for (const piece of pieces) {
      this.cipher.update(piece);
      this.whole.hash.update(piece);
      this.cipherSize += piece.length;
    }
    return pieces;
  }

  describe(): BidPart {
    const { name, fileName, mediaType } = this.part;
    const { plainSize, offset, cipherSize } = this;
    const hashes = { plainSha256: this.plain.digest('hex'), cipherSha256: this.cipher.digest('hex') };
    return { name, fileName, mediaType, plainSize, offset, cipherSize, ...hashes, keyCommitment: keyCommitment(this.aad, this.key, this.whole.bid.suite) };
  }
}

/** Lays the parts one after another and signs the list of them. */
class WholeSealer {
  readonly hash = sha256Stream();
  private readonly parts: BidPart[] = [];
  private readonly keys: Record<string, string> = {};
  private size = 0;

  constructor(readonly bid: BidToSeal<unknown>) {}

  begin(part: PartToSeal<unknown>): PartSealer {
    return new PartSealer(this, part, this.size);
  }

  end(sealer: PartSealer): void {
    const part = sealer.describe();
    this.parts.push(part);
    this.keys[part.name] = toHex(sealer.key);
    this.size += part.cipherSize;
  }

  async escrow({ escrowTerms }: WithTrustees): Promise<string | undefined> {
    return escrowTerms && writeEscrow(this.bid, escrowTerms, this.keys);
  }

  sign(escrow?: string): SealedBid {
    const { tender, lot, bidder, version, createdAt, suite } = this.bid;
    const blob = { parts: this.parts, cipherSha256: this.hash.digest('hex'), cipherSize: this.size };
    const manifest = writeManifest({ tender, lot, bidder, version, createdAt, nonce: toHex(randomBytes(16)), suite, escrow: escrow && sha256Hex(escrow), ...blob });
    const signature = signDetached(utf8(manifest), { ...this.bid, signingTime: createdAt });
    return { manifest, signature, keys: this.keys, ...(escrow ? { escrow } : {}) };
  }
}

function sealParts(bid: BidToSeal): { whole: WholeSealer; blob: Uint8Array } {
  const whole = new WholeSealer(bid);
  const pieces: Uint8Array[] = [];
  for (const part of bid.parts) {
    const sealer = whole.begin(part);
    pieces.push(...sealer.update(part.content), ...sealer.final());
    whole.end(sealer);
  }
  return { whole, blob: concat(...pieces) };
}

/** Seals a bid in memory that its bidder will open: each part under a fresh key. For large files and for trustees use `sealBidToStream`. */
export function sealBid(bid: BidToSeal): SealedBidInMemory {
  const { whole, blob } = sealParts(bid);
  return { ...whole.sign(), blob };
}

/** The same with a share of the keys for each trustee, where the terms name some. */
export async function sealBidFor(bid: BidToSeal & WithTrustees): Promise<SealedBidInMemory> {
  const { whole, blob } = sealParts(bid);
  return { ...whole.sign(await whole.escrow(bid)), blob };
}

/** Seals files as they are read; the sealed file goes to `out`, which is left open. Memory: one segment and one chunk. */
export async function sealBidToStream(bid: BidToSeal<Uint8Array | AsyncIterable<Uint8Array>> & WithTrustees, out: Writable): Promise<SealedBid> {
  const whole = new WholeSealer(bid);
  for (const part of bid.parts) {
    const sealer = whole.begin(part);
    const chunks = part.content instanceof Uint8Array ? [part.content] : part.content;
    for await (const chunk of chunks) await writeAll(out, sealer.update(chunk));
    await writeAll(out, sealer.final());
    whole.end(sealer);
  }
  return whole.sign(await whole.escrow(bid));
}

async function writeAll(out: Writable, pieces: readonly Uint8Array[]): Promise<void> {
  for (const piece of pieces) if (!out.write(piece)) await once(out, 'drain');
}
