import { BusinessError, refuse } from '@kernel';
import { concat, fromHex, sameBytes, toHex, utf8 } from './bytes';
import { canonicalJson, type Json, NotCanonicalError, parseCanonical } from './canonical';
import { certificateFields, randomBytes, sha256Hex } from './crypto.web';
import { R } from './envelope.refusals';
import { isFor } from './key-envelope';
import { type KeyHolder, openEnvelope, parseEnvelope, sealFor } from './key-envelope.crypto';
import { type BidAddress, type BidManifest, commitmentPrefix, partAad } from './manifest';
import { sm3Bytes } from './sm';
import { choices, combine, type Share, split } from './shamir';
import { KEY_SIZE } from './stream';

/**
 * Keys that any k of n trustees restore together, and fewer do not (docs/formats/escrow.md). The price sheet and the documents are two secrets, so
 * that prices can be announced first. Everything is bound to tender, lot, bidder and version: a share of another bid is no share here.
 */
export const ESCROW_FORMAT = 'tianping/escrow/1';
export const MAX_ESCROW_SIZE = 256 * 1024;
export const MAX_TRUSTEES = 9;
export const SECRETS = ['price-sheet', 'documents'] as const;
export type SecretName = (typeof SECRETS)[number];

/** Where a bid goes, from whom, in which version. */
export type EscrowAddress = BidAddress & { readonly version: number };

/** What the notice says: how many of which certificates open the bids. Trustee i stands at place i - 1. */
export interface EscrowTerms {
  readonly threshold: number;
  /** PEM of each trustee's encryption certificate. */
  readonly trustees: readonly string[];
}

export interface EnclosedShare {
  readonly commitment: string;
  /** CMS AuthEnvelopedData, base64. */
  readonly envelope: string;
}

export interface EscrowTrustee {
  /** SHA-256 of the certificate. */
  readonly certificate: string;
  readonly shares: Readonly<Record<SecretName, EnclosedShare>>;
}

export interface Escrow extends EscrowAddress {
  readonly format: typeof ESCROW_FORMAT;
  readonly threshold: number;
  readonly trustees: readonly EscrowTrustee[];
}

/** What a trustee's envelope holds: the address in words before the share, so that nobody passes one bid's share off for another's. */
const shareText = ({ tender, lot, bidder, version }: EscrowAddress, secret: SecretName, { index, bytes }: Share): Uint8Array =>
  concat(utf8(`tianping/share/1\n${tender}\n${lot}\n${bidder}\n${version}\n${secret}\n${index}\n`), bytes);

const shareCommitment = (text: Uint8Array): string => sha256Hex(concat(utf8('tianping/share-commitment/1\n'), text));

/** The parts whose keys make up a secret, in the order of the manifest. */
const partsOf = (names: readonly string[], secret: SecretName): string[] => names.filter((name) => (name === 'price-sheet') === (secret === 'price-sheet'));

/** Splits the keys and encloses each share to its trustee; canonical JSON, whose SHA-256 goes into the manifest. `keys` in the order of the parts. */
export async function writeEscrow(address: EscrowAddress, { threshold, trustees }: EscrowTerms, keys: Readonly<Record<string, string>>): Promise<string> {
  const names = Object.keys(keys);
  const enclosed = trustees.map(() => ({}) as Record<SecretName, EnclosedShare>);
  for (const secret of SECRETS) {
    const whole = concat(...partsOf(names, secret).map((name) => fromHex(keys[name]!)!));
    for (const share of split(whole, threshold, trustees.length, randomBytes)) {
      const text = shareText(address, secret, share);
      const envelope = await sealFor(trustees[share.index - 1]!, text);
      enclosed[share.index - 1]![secret] = { commitment: shareCommitment(text), envelope: toBase64(envelope) };
    }
  }
  const { tender, lot, bidder, version } = address;
  const rows = trustees.map((pem, i) => ({ certificate: sha256Hex(certificateFields(pem).der), shares: enclosed[i]! }));
  return canonicalJson({ format: ESCROW_FORMAT, tender, lot, bidder, version, threshold, trustees: rows } as unknown as Json);
}

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** Reads as strictly as it was written. Throws `envelope.escrow-malformed`. */
export function parseEscrow(text: string): Escrow {
  const malformed = (reason: string) => refuse(R.escrowMalformed({ reason }));
  if (text.length > MAX_ESCROW_SIZE) return malformed(`> ${MAX_ESCROW_SIZE}`);
  const value = readJson(text);
  for (const [field, holds] of Object.entries(ESCROW_RULES)) if (!holds(value[field])) return malformed(field);
  if (Object.keys(value).length !== Object.keys(ESCROW_RULES).length) return malformed('members');
  const escrow = value as unknown as Escrow;
  return escrow.threshold <= escrow.trustees.length ? escrow : malformed('threshold');
}

function readJson(text: string): Readonly<Record<string, Json>> {
  try {
    const value = parseCanonical(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, Json>>;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof NotCanonicalError)) throw error;
  }
  return refuse(R.escrowMalformed({ reason: 'RFC 8785' }));
}

type Rule = (value: Json | undefined) => boolean;
const text: Rule = (value) => typeof value === 'string' && value.length > 0 && value.length <= 64;
const hash: Rule = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const base64: Rule = (value) => typeof value === 'string' && value.length <= 22_000 && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
const whole =
  (from: number, to: number): Rule =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
const members =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const found = value as Readonly<Record<string, Json>>;
    return Object.keys(found).length === Object.keys(rules).length && Object.entries(rules).every(([name, holds]) => Object.hasOwn(found, name) && holds(found[name]));
  };
const enclosedShare = members({ commitment: hash, envelope: base64 });
const trustee = members({ certificate: hash, shares: members(Object.fromEntries(SECRETS.map((secret) => [secret, enclosedShare]))) });

const ESCROW_RULES: Readonly<Record<string, Rule>> = {
  format: (value) => value === ESCROW_FORMAT,
  tender: text,
  lot: text,
  bidder: text,
  version: whole(1, 9999),
  threshold: whole(1, MAX_TRUSTEES),
  trustees: (value) => Array.isArray(value) && value.length >= 1 && value.length <= MAX_TRUSTEES && value.every(trustee),
};

/**
 * All that can be checked of an escrow before the opening: that the signed manifest means this document, that it is for this bid and these trustees, and that
 * each envelope is well-formed and its trustee's. What is inside only the trustees can see. Throws `envelope.escrow-*`.
 */
export function assertEscrow(document: string, manifest: BidManifest, { threshold, trustees }: EscrowTerms): Escrow {
  const escrow = parseEscrow(document);
  const differs = (field: string, against: string) => refuse(R.escrowMismatch({ field, with: against }, '/escrow'));
  if (manifest.escrow !== sha256Hex(document)) differs('SHA-256', '清单 / the manifest');
  for (const field of ['tender', 'lot', 'bidder', 'version'] as const) if (escrow[field] !== manifest[field]) differs(field, '清单 / the manifest');
  if (escrow.threshold !== threshold || escrow.trustees.length !== trustees.length) differs('threshold', '公告或邀请书 / the notice or letter');
  for (const [i, pem] of trustees.entries()) assertTrustee(escrow.trustees[i]!, pem, () => differs(`trustees/${i}`, '公告或邀请书 / the notice or letter'));
  return escrow;
}

function assertTrustee({ certificate, shares }: EscrowTrustee, pem: string, differs: () => never): void {
  const fields = certificateFields(pem);
  if (certificate !== sha256Hex(fields.der)) differs();
  for (const secret of SECRETS) if (!isFor(parseEnvelope(fromBase64(shares[secret].envelope)), fields)) differs();
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Envelopes come from whoever runs the platform: one of another lot would be opened before its time, by trustees who do what they always do. `named`: what the
 * trustee himself calls the lot that he opens, its id, its code or both. Throws `envelope.share-foreign` before anything is opened.
 */
export function assertOfLot(named: readonly string[], addresses: readonly EscrowAddress[]): void {
  const foreign = addresses.find(({ tender, lot }) => named.some((name) => name !== (UUID.test(name) ? tender : lot)));
  if (foreign) refuse(R.shareForeign({ lot: foreign.lot, named: named.at(-1)! }));
}

/** One share as its trustee receives it. */
export interface ShareToOpen {
  readonly address: EscrowAddress;
  readonly secret: SecretName;
  /** Place of the trustee, from 1. */
  readonly index: number;
  readonly enclosed: EnclosedShare;
  /** Bytes of a share of this secret (`secretSize`). */
  readonly size: number;
}

/** Bytes of a secret, and so of each of its shares. */
export const secretSize = ({ parts }: { readonly parts: readonly { readonly name: string }[] }, secret: SecretName): number => KEY_SIZE * partsOf(namesOf(parts), secret).length;

const namesOf = (parts: readonly { readonly name: string }[]): string[] => parts.map(({ name }) => name);

/** The trustee opens his share. Throws `envelope.key-envelope-*`, or `envelope.share-wrong` when the bidder enclosed something else than he committed to, or what can be no share. */
export async function openShare({ address, secret, index, enclosed, size }: ShareToOpen, holder: KeyHolder): Promise<Share> {
  const opened = await openEnvelope(fromBase64(enclosed.envelope), holder);
  const head = shareText(address, secret, { index, bytes: new Uint8Array(0) });
  if (shareCommitment(opened) !== enclosed.commitment || !sameBytes(opened.subarray(0, head.length), head)) refuse(R.shareWrong({ index }));
  if (opened.length !== head.length + size) refuse(R.shareWrong({ index }));
  return { index, bytes: opened.slice(head.length) };
}

const SPOILT: ReadonlySet<string> = new Set([R.shareWrong({ index: 0 }), R.keyEnvelopeDamaged(), R.keyEnvelopeMalformed({ reason: '' })].map(({ code }) => code));

/** The share; `spoilt` where the envelope holds something else, which is its bidder's doing; `shut` where it does not open, which may be the key's. Throws what has to do with the trustee alone. */
export async function tryShare(share: ShareToOpen, holder: KeyHolder): Promise<Share | 'spoilt' | 'shut'> {
  try {
    return await openShare(share, holder);
  } catch (error) {
    if (!(error instanceof BusinessError) || !error.refusals.some(({ code }) => SPOILT.has(code))) throw error;
    return error.refusals.some(({ code }) => code === R.shareWrong({ index: 0 }).code) ? 'spoilt' : 'shut';
  }
}

/** Is this the share that the bidder committed to? A trustee who sends another one is named by it. */
export function assertShare(escrow: Escrow, secret: SecretName, share: Share): void {
  const expected = escrow.trustees[share.index - 1]?.shares[secret].commitment;
  if (shareCommitment(shareText(escrow, secret, share)) !== expected) refuse(R.shareWrong({ index: share.index }));
}

/**
 * The keys of a secret's parts, hex by name, when enough right shares are there; else undefined. A bidder could have enclosed shares that do not lie on one
 * polynomial, so every choice of k is tried (126 at most) and what counts is the commitment in the signed manifest.
 */
export function restoreKeys(manifest: BidManifest, { threshold }: Escrow, secret: SecretName, shares: readonly Share[]): Record<string, string> | undefined {
  const names = partsOf(namesOf(manifest.parts), secret);
  const fitting = shares.filter(({ bytes }) => bytes.length === names.length * KEY_SIZE); // he could have enclosed anything, and committed to it
  for (const chosen of choices(fitting, threshold)) {
    const keys = keysOf(names, combine(chosen));
    if (names.every((name) => isCommitted(manifest, name, keys[name]!))) return keys;
  }
  return undefined;
}

function keysOf(names: readonly string[], whole: Uint8Array): Record<string, string> {
  return Object.fromEntries(names.map((name, i) => [name, toHex(whole.subarray(i * KEY_SIZE, (i + 1) * KEY_SIZE))]));
}

function isCommitted(manifest: BidManifest, name: string, keyHex: string): boolean {
  const part = manifest.parts.find((one) => one.name === name)!;
  const committed = concat(commitmentPrefix(partAad(manifest, name)), fromHex(keyHex)!);
  return (manifest.suite === 'sm' ? toHex(sm3Bytes(committed)) : sha256Hex(committed)) === part.keyCommitment;
}
