import * as fc from 'fast-check';
import { BusinessError } from '@kernel';
import { bid, expected, files, signer } from './bid.fixtures';
import { holder, LATER, mutate, type Mutation, mutation, NOW, root, SEED } from './envelope.fixtures';
import {
  assertEscrow,
  createAuthority,
  createKeyPair,
  decryptBytes,
  encryptBytes,
  holderFromPkcs8,
  issueCertificate,
  issueCrl,
  openEnvelope,
  parseManifest,
  readCertificate,
  readCrl,
  readPem,
  sealBidFor,
  sealFor,
  sha256,
  signDetached,
  stamp,
  verifyChain,
  verifyDetached,
  verifySealedBid,
  verifyStamp,
  writePem,
  basicConstraints,
  extendedKeyUsage,
  issueWith,
  keyUsage,
} from './index';
import { tenTimes } from '@test/setup/patience';
import { sizeOf } from '@test/setup/sizes';

/**
 * A hundred thousand damaged documents: not one is taken for the original, none ends in anything but a refusal, and time and memory stay bounded. What says the very same
 * with other bytes (an unsigned corner of a token) is counted apart. `MUTATIONS=n` tries more.
 */
const TOTAL = sizeOf('MUTATIONS');
const SLOWEST_MS = 2_000;

const utf8 = (text: string) => Buffer.from(text, 'utf8');
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

interface Target {
  readonly name: string;
  readonly original: Uint8Array;
  /** Throws a refusal, or returns what the document says. */
  read(bytes: Uint8Array): unknown;
  /** Part of all mutations. */
  readonly share: number;
}

async function targets(): Promise<Target[]> {
  const trust = { roots: [root.certificatePem], at: NOW };
  const own = createKeyPair('p-256');
  const trusteePem = issueCertificate(root, { ...holder, commonName: '保管人', publicKeyPem: own.publicKeyPem, usage: 'encipherment', notAfter: LATER });
  const escrowTerms = { threshold: 1, trustees: [trusteePem] };
  const sealed = await sealBidFor({ ...bid, parts: [files[0]!, { ...files[1]!, content: utf8('正文') }], ...signer, escrowTerms });
  const manifest = parseManifest(sealed.manifest);
  const signed = { manifest: sealed.manifest, signature: sealed.signature, escrow: sealed.escrow, escrowTerms, ...trust, expect: expected };
  const content = utf8('内容');
  const stamping = createKeyPair('p-256');
  const stampPem = issueWith(root, {
    ...holder,
    commonName: '时间戳',
    publicKeyPem: stamping.publicKeyPem,
    extensions: [basicConstraints(false), keyUsage(['digitalSignature']), extendedKeyUsage(['1.3.6.1.5.5.7.3.8'], true)],
  });
  const token = stamp({ digest: sha256(content), certificateWanted: true }, { certificatePem: stampPem, privateKeyPem: stamping.privateKeyPem, at: NOW, serial: 1n });
  const smRoot = createAuthority({ commonName: '国密根', now: new Date('2025-12-01T00:00:00Z'), kind: 'sm2' });
  const smPair = createKeyPair('sm2');
  const smPem = issueCertificate(smRoot, { ...holder, publicKeyPem: smPair.publicKeyPem });
  const key = new Uint8Array(32).fill(3);
  const chain = (of: string) => (bytes: Uint8Array) => verifyChain(readCertificate(bytes), { roots: [of], at: NOW });
  return [
    { name: 'manifest of a bid', original: utf8(sealed.manifest), share: 18, read: (bytes) => verifySealedBid({ ...signed, manifest: text(bytes) }) },
    { name: 'signature of a bid', original: sealed.signature, share: 18, read: (bytes) => verifySealedBid({ ...signed, signature: bytes }) },
    { name: 'escrow of a bid', original: utf8(sealed.escrow!), share: 12, read: (bytes) => assertEscrow(text(bytes), manifest, escrowTerms) },
    {
      name: 'signature by SM2',
      original: signDetached(content, { certificatePem: smPem, privateKeyPem: smPair.privateKeyPem, signingTime: NOW }),
      share: 8,
      read: (bytes) => verifyChain(verifyDetached(bytes, content).certificate, { roots: [smRoot.certificatePem], at: NOW }),
    },
    { name: 'certificate', original: readPem(signer.certificatePem)[0]!.bytes, share: 12, read: chain(root.certificatePem) },
    { name: 'certificate by SM2', original: readPem(smPem)[0]!.bytes, share: 4, read: chain(smRoot.certificatePem) },
    {
      name: 'revocation list',
      original: issueCrl(root, { number: 1, thisUpdate: NOW, nextUpdate: LATER, revoked: [{ serial: Uint8Array.of(1, 2, 3), at: NOW }] }),
      share: 8,
      read: (bytes) => readCrl(bytes, root.certificatePem),
    },
    { name: 'time stamp', original: token, share: 8, read: (bytes) => verifyStamp(bytes, sha256(content), { roots: [root.certificatePem] }).at.getTime() },
    { name: 'sealed body', original: encryptBytes(key, 'aad', utf8('正文'.repeat(40))), share: 8, read: (bytes) => decryptBytes(key, 'aad', bytes) },
    { name: 'sealed body by SM4', original: encryptBytes(key, 'aad', utf8('正文'.repeat(40)), 'sm'), share: 4, read: (bytes) => decryptBytes(key, 'aad', bytes) },
  ];
}

/** Documents whose every byte is signed or checked: a change that is taken is a fault. The others may have corners that say nothing. */
const LOOSE = new Set(['time stamp']);

async function attack({ name, original, read, share }: Target): Promise<{ tried: number; accepted: number; same: number; slowest: number }> {
  const count = Math.round((TOTAL * share) / 100);
  const said = JSON.stringify(read(original));
  const result = { tried: 0, accepted: 0, same: 0, slowest: 0 };
  for (const change of fc.sample(mutation, { seed: SEED, numRuns: Math.ceil(count * 1.02) }) as Mutation[]) {
    const altered = mutate(original, change);
    if (result.tried === count || Buffer.from(altered).equals(Buffer.from(original))) continue;
    result.tried += 1;
    const began = performance.now();
    try {
      const told = JSON.stringify(await read(altered));
      if (LOOSE.has(name) && told === said) result.same += 1;
      else result.accepted += 1;
    } catch (error) {
      if (!(error instanceof BusinessError)) throw new Error(`${name}, seed ${SEED}, ${JSON.stringify(change)}: ${String(error)}`);
    }
    result.slowest = Math.max(result.slowest, performance.now() - began);
  }
  return result;
}

test(`${TOTAL} changed documents: none accepted, none crashes, time and memory bounded (seed ${SEED})`, async () => {
  const before = process.memoryUsage.rss();
  const rows: string[] = [];
  let [tried, accepted] = [0, 0];
  for (const target of await targets()) {
    const one = await attack(target);
    rows.push(`${target.name}: ${one.tried} tried, ${one.accepted} accepted, ${one.same} the same in other bytes, slowest ${one.slowest.toFixed(1)} ms`);
    [tried, accepted] = [tried + one.tried, accepted + one.accepted];
    expect(one.slowest).toBeLessThan(SLOWEST_MS);
  }
  const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
  console.info(`${rows.join('\n')}\nin all ${tried} tried, ${accepted} accepted; memory grew by ${grown.toFixed(0)} MiB`);
  expect(tried).toBe(TOTAL);
  expect(accepted).toBe(0);
  expect(grown).toBeLessThan(512);
}, 300_000);

test(`key envelopes: 5,000 changed ones open to nothing (seed ${SEED})`, async () => {
  for (const kind of ['rsa-2048', 'p-256'] as const) {
    const pair = createKeyPair(kind);
    const pem = issueCertificate(root, { ...holder, publicKeyPem: pair.publicKeyPem, usage: 'encipherment' });
    const key = await holderFromPkcs8(readPem(pair.privateKeyPem)[0]!.bytes, pem);
    const original = await sealFor(pem, utf8('份额'.repeat(20)));
    let opened = 0;
    for (const change of fc.sample(mutation, { seed: SEED, numRuns: 2500 }) as Mutation[]) {
      const altered = mutate(original, change);
      if (Buffer.from(altered).equals(Buffer.from(original))) continue;
      opened += await openEnvelope(altered, key).then(
        () => 1,
        (error: unknown) => (error instanceof BusinessError ? 0 : Promise.reject(error as Error)),
      );
    }
    expect(opened).toBe(0);
  }
});

test('absurd sizes and depths end at a limit, at once', () => {
  const huge = Buffer.alloc(40 * 2 ** 20, 0x30);
  const deep = Buffer.concat([...Array.from({ length: 20_000 }, () => Buffer.of(0x30, 0x84, 0, 0, 0, 0))]);
  const bomb = `{"format":"tianping/bid-manifest/1","parts":${'['.repeat(50_000)}`;
  const wide = JSON.stringify({ format: 'tianping/bid-manifest/1', parts: Array.from({ length: 20_000 }, () => ({})) });
  const began = performance.now();
  for (const bytes of [huge, deep]) {
    for (const read of [
      () => verifyDetached(bytes, new Uint8Array(0)),
      () => readCertificate(bytes),
      () => readCrl(bytes, root.certificatePem),
      () => verifyStamp(bytes, new Uint8Array(32), { roots: [] }),
    ])
      expect(read).toThrow(BusinessError);
  }
  for (const manifest of [bomb, wide]) expect(() => parseManifest(manifest)).toThrow(BusinessError);
  expect(() => assertEscrow('['.repeat(300_000), {} as never, { threshold: 1, trustees: [] })).toThrow(BusinessError);
  expect(() => readCertificate(writePem('CERTIFICATE', deep.subarray(0, 10_000)))).toThrow(BusinessError);
  expect(performance.now() - began).toBeLessThan(tenTimes(2_000));
});
