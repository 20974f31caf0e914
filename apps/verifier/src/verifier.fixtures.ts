import {
  basicConstraints,
  canonicalJson,
  createAuthority,
  createKeyPair,
  extendedKeyUsage,
  inclusionProof,
  issueCertificate,
  issueCrl,
  issueWith,
  type Json,
  keyUsage,
  merkleRoot,
  sealBidFor,
  sha256,
  sha256Hex,
  signStatement,
  stamp,
} from '@envelope';
import type { Check } from './checks';
import { type Inputs, verify } from './verify';
import { sourceOf } from './body';

/** Evidence as the platform makes it, by the platform's own libraries: what the verifier, which shares nothing with them, must agree with. */
export const [MADE, NOW, DEADLINE, LATER] = ['2025-12-01T00:00:00Z', '2026-11-21T08:00:00.000Z', '2026-11-22T01:30:00.000Z', '2028-11-21T08:00:00Z'].map((text) => new Date(text)) as [
  Date,
  Date,
  Date,
  Date,
];
export const USCC = '91990200MATP30041D';
const TENDER = '0190a0a0-0000-7000-8000-000000000001';
const LOT = 'A3301-2026-001-1';
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: LATER };

export type Kind = 'rsa-2048' | 'p-256' | 'sm2';
const named = (commonName: string, serialNumber: string) => ({ commonName, organisation: commonName, serialNumber, ...validity });

export function worldOf(kind: Kind) {
  const root = createAuthority({ commonName: '示范根证书', now: MADE });
  const timeRoot = createAuthority({ commonName: '示范时间根', now: MADE });
  const signer = (name: string, uscc: string) => {
    const pair = createKeyPair(kind);
    return { certificatePem: issueCertificate(root, { ...named(name, uscc), usage: 'signing', publicKeyPem: pair.publicKeyPem }), privateKeyPem: pair.privateKeyPem };
  };
  const clock = createKeyPair(kind === 'sm2' ? 'p-256' : kind); // tokens are never SM2
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), extendedKeyUsage(['1.3.6.1.5.5.7.3.8'], true)];
  const time = { certificatePem: issueWith(timeRoot, { ...named('时间戳', USCC), publicKeyPem: clock.publicKeyPem, extensions }), privateKeyPem: clock.privateKeyPem };
  const trustee = () => issueCertificate(root, { ...named('保管人', USCC), usage: 'encipherment', publicKeyPem: createKeyPair('p-256').publicKeyPem });
  const lists = [root, timeRoot].map((authority) => issueCrl(authority, { number: 1, thisUpdate: NOW, nextUpdate: new Date('2026-12-21T00:00:00Z'), revoked: [] }));
  return { root, timeRoot, time, lists, bidder: signer('临衡水务有限公司', USCC), platform: signer('天平平台', '12990000MATP00001X'), trustees: [trustee(), trustee(), trustee()] };
}
export type Made = ReturnType<typeof worldOf>;

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
export const text = (value: unknown) => new Uint8Array(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

function stamped({ time }: Made, content: string, at: Date, serial: bigint): string {
  return base64(stamp({ digest: sha256(Buffer.from(content)), nonce: undefined, certificateWanted: true }, { ...time, at, serial }));
}

function signed(world: Made, value: Json, at: Date, serial: bigint) {
  const { text: content, signature } = signStatement(value, { ...world.platform, signingTime: at });
  return { content, signature: base64(signature), timestamp: stamped(world, content, at, serial) };
}

const SHEET = JSON.stringify({ format: 'tianping/price-sheet/1', totalFen: '91000000001', salt: '00112233445566778899aabbccddeeff' });

export async function evidenceOf(world: Made, { body = 1_300_000, suite = undefined as 'sm' | undefined } = {}) {
  const parts = [
    { name: 'price-sheet', fileName: '报价表.json', mediaType: 'application/json', content: text(SHEET) },
    { name: 'body', fileName: '技术标.pdf', mediaType: 'application/pdf', content: new Uint8Array(body).fill(7) },
    { name: 'annex-1', fileName: '空.txt', mediaType: 'text/plain', content: new Uint8Array(0) },
  ];
  const sealed = await sealBidFor({ tender: TENDER, lot: LOT, bidder: USCC, version: 1, createdAt: NOW, parts, suite, ...world.bidder, escrowTerms: { threshold: 2, trustees: world.trustees } });
  const cipherSha256 = sha256Hex(sealed.blob);
  const entry = { cipherSha256, manifestSha256: sha256Hex(sealed.manifest), receiptCode: 'R20261121-0000000003' };
  const common = { tender: TENDER, lot: LOT, deadline: DEADLINE.toISOString() };
  const receipt = {
    format: 'tianping/receipt/1',
    ...entry,
    ...common,
    bidder: USCC,
    version: 1,
    cipherSize: sealed.blob.length,
    escrowSha256: sha256Hex(sealed.escrow!),
    receivedAt: NOW.toISOString(),
  };
  const others = [1, 2, 4, 5].map((n) => ({ cipherSha256: sha256Hex(`c${n}`), manifestSha256: sha256Hex(`m${n}`), receiptCode: `R20261121-000000000${n}` }));
  const entries = [...others, entry].sort((a, b) => (a.receiptCode < b.receiptCode ? -1 : 1));
  const leaves = entries.map((one) => canonicalJson(one));
  const index = entries.indexOf(entry);
  const set = signed(world, { format: 'tianping/sealed-set/1', ...common, size: 5, root: merkleRoot(leaves), coefficientCommitments: { k: '0'.repeat(64) } }, DEADLINE, 2n);
  const given = signed(world, receipt, NOW, 1n);
  const evidence = {
    format: 'tianping/evidence/1',
    bid: { manifest: sealed.manifest, signature: base64(sealed.signature), escrow: sealed.escrow!, sealedFileSha256: cipherSha256 },
    receipt: { text: given.content, signature: given.signature, timestamp: given.timestamp as string | null },
    sealedSet: { statement: set.content, signature: set.signature, timestamp: set.timestamp, proof: { entry, index, size: 5, path: inclusionProof(leaves, index) } },
    certificates: { authorities: [world.root.certificatePem], timeAuthorities: [world.timeRoot.certificatePem], platform: world.platform.certificatePem },
  };
  return { evidence, entries, sealed: sealed.blob, keys: sealed.keys };
}
export type Evidence = Awaited<ReturnType<typeof evidenceOf>>['evidence'];

export const NOTHING: Inputs = { trust: [], crls: [], statements: [], draws: [], twoPersons: [] };
export const trustIn = ({ root, timeRoot, platform, lists }: Made): Inputs => ({ ...NOTHING, trust: [root, timeRoot, platform].map(({ certificatePem }) => text(certificatePem)), crls: lists });
export const filesOf = ({ sealed, keys }: { sealed: Uint8Array; keys: unknown }) => ({ sealed: sourceOf(sealed), keys: text(keys) });

export const checked = async (inputs: Partial<Inputs>): Promise<Check[]> => (await verify({ ...NOTHING, ...inputs })).checks;
export const ids = (checks: readonly Check[], holds: Check['holds']) => checks.filter((check) => check.holds === holds).map(({ id }) => id);
/** What keeps the verdict from being complete. */
export const doubts = (checks: readonly Check[]) => checks.filter(({ holds }) => holds !== true).map(({ id, holds, reason }) => `${holds === 'unknown' ? 'unknown ' : ''}${id}: ${reason?.en}`);
