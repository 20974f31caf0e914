import { type Refusal, refuse, refuseAny } from '@kernel';
import { utf8 } from './bytes';
import { canonicalJson, type Json, NotCanonicalError } from './canonical';
import { R } from './envelope.refusals';
import { MANIFEST_RULES, PART_RULES, readMembers } from './manifest-rules';
import { cipherSize, type Suite } from './stream';

export const BID_MANIFEST_FORMAT = 'tianping/bid-manifest/1';
export const MAX_MANIFEST_SIZE = 64 * 1024;
export const MAX_PARTS = 200;

/** One file of a bid: `[offset, offset + cipherSize)` of the sealed file holds it. */
export interface BidPart {
  /** What the part is: `price-sheet`, `body`, ... */
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly plainSize: number;
  readonly plainSha256: string;
  readonly offset: number;
  readonly cipherSize: number;
  readonly cipherSha256: string;
  readonly keyCommitment: string;
}

/** Where a bid goes and who sends it. */
export interface BidAddress {
  readonly tender: string;
  /** Printed code of the lot. */
  readonly lot: string;
  /** Unified social credit code of the bidder. */
  readonly bidder: string;
}

/** What the bidder signs, as canonical JSON: it binds every file to tender, lot, bidder and version. */
export interface BidManifest extends BidAddress {
  readonly format: typeof BID_MANIFEST_FORMAT;
  /** 1, 2, ...: a replacement (TBL 29) raises it. */
  readonly version: number;
  readonly createdAt: string;
  readonly nonce: string;
  /** `sm`: bodies by SM4 and SM3, key commitments by SM3; absent: AES-GCM and SHA-256. Files are named by their SHA-256 in both. */
  readonly suite?: 'sm';
  /** SHA-256 of the escrow document (escrow.ts) where trustees open the bids; absent where bidders do. */
  readonly escrow?: string;
  readonly parts: readonly BidPart[];
  readonly cipherSha256: string;
  readonly cipherSize: number;
}

/** Reads a manifest as strictly as it was written. Throws every broken rule with the JSON pointer of its place. */
export function parseManifest(text: string): BidManifest {
  const value = readCanonical(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(R.manifestMalformed({ reason: 'not an object' }));
  const found = value as Readonly<Record<string, Json>>;
  if (found['format'] !== BID_MANIFEST_FORMAT) refuse(R.manifestFormat({ found: short(found['format']), expected: BID_MANIFEST_FORMAT }, '/format'));
  refuseAny([...readMembers(found, MANIFEST_RULES, ''), ...partsProblems(found['parts'])]);
  const manifest = value as unknown as BidManifest;
  refuseAny(layoutProblems(manifest));
  return manifest;
}

const short = (value: Json | undefined): string => (typeof value === 'string' ? value.slice(0, 64) : String(value === undefined ? '-' : typeof value));

/** The bytes that were signed are the bytes that are read: no second spelling of the same manifest exists. */
function readCanonical(text: string): Json {
  const size = text.length > MAX_MANIFEST_SIZE ? text.length : utf8(text).length;
  if (size > MAX_MANIFEST_SIZE) refuse(R.manifestTooLarge({ size, limit: MAX_MANIFEST_SIZE }));
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return refuse(R.manifestMalformed({ reason: 'JSON' }));
  }
  return canonicalText(value) === text ? value : refuse(R.manifestNotCanonical());
}

function canonicalText(value: Json): string | undefined {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (error instanceof NotCanonicalError) return undefined;
    throw error;
  }
}

function partsProblems(parts: Json | undefined): Refusal[] {
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > MAX_PARTS) return [R.manifestField({ field: 'parts', rule: `1..${MAX_PARTS}` }, '/parts')];
  return parts.flatMap((part: Json, i) => readMembers(part, PART_RULES, `/parts/${i}`));
}

/** Parts follow one another without gaps: no byte of the sealed file is outside a part, none is in two. */
function layoutProblems({ parts, cipherSize: total }: BidManifest): Refusal[] {
  const problems: Refusal[] = [];
  const names = new Set<string>();
  let end = 0;
  for (const [i, part] of parts.entries()) {
    const { name } = part;
    const sealed = cipherSize(part.plainSize);
    if (names.has(name)) problems.push(R.manifestDuplicatePart({ name }, `/parts/${i}/name`));
    if (part.offset !== end) problems.push(R.manifestOffset({ name, expected: end, found: part.offset }, `/parts/${i}/offset`));
    if (part.cipherSize !== sealed) problems.push(R.manifestSize({ name, expected: sealed, found: part.cipherSize }, `/parts/${i}/cipherSize`));
    names.add(name);
    end = part.offset + part.cipherSize;
  }
  if (total !== end) problems.push(R.manifestSize({ name: '*', expected: end, found: total }, '/cipherSize'));
  return problems;
}

/** The associated data of a part: what the key is bound to, so that a bid sent under another address does not open. */
export const partAad = ({ tender, lot, bidder, version }: BidAddress & { readonly version: number }, name: string): string => `tianping/bid/1\n${tender}\n${lot}\n${bidder}\n${version}\n${name}`;

export const suiteOfManifest = ({ suite }: Pick<BidManifest, 'suite'>): Suite => suite ?? 'international';

/** What the hash of a key commitment (SHA-256, or SM3 in the suite `sm`) runs over, before the key: AES-GCM alone would let one ciphertext open under two keys. */
export const commitmentPrefix = (aad: string): Uint8Array => utf8(`tianping/key-commitment/1\n${aad}\n`);

export function findPart(manifest: BidManifest, name: string): BidPart {
  return manifest.parts.find((part) => part.name === name) ?? refuse(R.partUnknown({ name }));
}
