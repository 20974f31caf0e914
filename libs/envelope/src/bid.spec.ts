import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { codesOf, holder, KINDS, keys, LOT, mutate, mutation, NOW, outcome, RIVAL, root, runs, SEED, signerOf, TENDER, USCC } from './envelope.fixtures';
import {
  assertBlob,
  type BidManifest,
  issueCertificate,
  openPart,
  openPartBytes,
  parseManifest,
  partAad,
  partRange,
  sealBid,
  sealBidToStream,
  sha256Hex,
  signDetached,
  verifySealedBid,
} from './index';
import { encryptBytes } from './stream.node';
import { fromHex, utf8 } from './bytes';
import { bid, changed, expected, files, manifest, sealed, signer } from './bid.fixtures';

const trust = { roots: [root.certificatePem], at: NOW, expect: expected };
const check = (change: Partial<Parameters<typeof verifySealedBid>[0]> = {}) => outcome(() => verifySealedBid({ ...sealed, ...trust, ...change }));

describe('a sealed bid', () => {
  test.each(KINDS)('is accepted when signed with %s', (kind) => {
    const made = sealBid({ ...bid, parts: files.slice(0, 2), ...signerOf(kind) });
    const { manifest: read, certificate, signingTime } = verifySealedBid({ ...made, ...trust });
    expect([read.bidder, certificate.subject.serialNumber, signingTime]).toEqual([USCC, USCC, NOW]);
  });

  test('opens to the same files', () => {
    for (const { name, content } of files) expect(Buffer.compare(openPartBytes(manifest, name, sealed.keys[name]!, sealed.blob), content)).toBe(0);
    expect(sealed.blob.length).toBe(manifest.cipherSize);
    expect(outcome(() => assertBlob(manifest, { size: sealed.blob.length, sha256: sha256Hex(sealed.blob) }))).toBe('accepted');
  });

  test('a part opens from its own range, as bytes and as a stream', async () => {
    const { start, end } = partRange(manifest, 'body');
    const range = sealed.blob.subarray(start, end + 1);
    expect(sha256Hex(openPartBytes(manifest, 'body', sealed.keys['body']!, range))).toBe(manifest.parts[1]!.plainSha256);
    const opened = await buffer(Readable.from([range]).pipe(openPart(manifest, 'body', sealed.keys['body']!)));
    expect(sha256Hex(opened)).toBe(manifest.parts[1]!.plainSha256);
  });

  test('has a fresh key for each part and each sealing', () => {
    const again = sealBid(bid);
    expect(new Set([...Object.values(sealed.keys), ...Object.values(again.keys)]).size).toBe(6);
    expect(parseManifest(again.manifest).nonce).not.toBe(manifest.nonce);
  });

  test('streamed to a file is the same kind of bid', async () => {
    const chunks: Buffer[] = [];
    const slow = new Writable({ highWaterMark: 1000, write: (chunk: Buffer, _, done) => void (chunks.push(chunk), setImmediate(done)) });
    const parts = files.map((file, i) => ({
      ...file,
      content: i === 1 ? Readable.from([file.content.subarray(0, 70_000), file.content.subarray(70_000)]) : file.content,
    }));
    const { manifest: text, signature, keys: made } = await sealBidToStream({ ...bid, parts }, slow);
    expect(slow.writableEnded).toBe(false);
    await new Promise<void>((done) => slow.end(done));
    const { manifest: read } = verifySealedBid({ manifest: text, signature, ...trust });
    const blob = Buffer.concat(chunks);
    expect(outcome(() => assertBlob(read, { size: blob.length, sha256: sha256Hex(blob) }))).toBe('accepted');
    for (const { name, content } of files) expect(sha256Hex(openPartBytes(read, name, made[name]!, blob))).toBe(sha256Hex(content));
  });

  test('is refused on the bidder’s own desk when the platform would refuse it', () => {
    expect(outcome(() => sealBid({ ...bid, parts: [] }))).toBe('manifest-field manifest-field');
    expect(outcome(() => sealBid({ ...bid, parts: [files[0]!, files[0]!] }))).toBe('manifest-duplicate-part');
    expect(outcome(() => sealBid({ ...bid, lot: 'a\nb' }))).toBe('manifest-field');
    const many = Array.from({ length: 200 }, (_, i) => ({ ...files[2]!, name: `annex-${i}`, fileName: `${'长'.repeat(60)}${i}.txt` }));
    expect(outcome(() => sealBid({ ...bid, parts: many }))).toBe('manifest-too-large');
  });
});

describe('verifying a bid', () => {
  test.each([
    ['another tender', { tender: TENDER.replace(/1$/, '2') }],
    ['another lot', { lot: `${LOT}x` }],
    ['another bidder', { bidder: RIVAL }],
  ])('addressed to %s', (_, change) => {
    expect(check({ expect: { ...expected, ...change } })).toBe('readdressed');
    expect(check()).toBe('accepted');
  });

  test('every wrong address is named at once', () => {
    expect(check({ expect: { tender: '1', lot: '2', bidder: '3' } })).toBe('readdressed readdressed readdressed');
  });

  test('signed with the certificate of another', () => {
    const publicKeyPem = keys['p-256'].publicKeyPem;
    const rival = {
      certificatePem: issueCertificate(root, { ...holder, serialNumber: RIVAL, publicKeyPem }),
      privateKeyPem: signer.privateKeyPem,
    };
    const nameless = {
      certificatePem: issueCertificate(root, { ...holder, serialNumber: undefined, publicKeyPem }),
      privateKeyPem: signer.privateKeyPem,
    };
    for (const by of [rival, nameless]) {
      const signature = signDetached(utf8(sealed.manifest), { ...by, signingTime: NOW });
      expect(check({ signature })).toBe('foreign-certificate');
    }
  });

  test('altered after signing, expired, or from an unknown authority', () => {
    expect(check({ manifest: changed({ version: 2 }) })).toBe('signature-invalid');
    expect(check({ at: new Date('2040-01-01T00:00:00Z') })).toBe('certificate-expired');
    expect(check({ roots: [] })).toBe('certificate-untrusted');
    expect(check({ manifest: 'x' })).toBe('manifest-malformed');
  });

  test(`no changed manifest, signature or sealed file passes (seed ${SEED})`, () => {
    const text = utf8(sealed.manifest);
    const manifests = fc.property(mutation, (change) => {
      const other = new TextDecoder().decode(mutate(text, change));
      fc.pre(other !== sealed.manifest);
      expect(check({ manifest: other })).not.toBe('accepted');
    });
    fc.assert(manifests, runs(300));
    const small = sealBid({ ...bid, parts: files.slice(0, 1) });
    const blobs = fc.property(mutation, (change) => {
      const other = mutate(small.blob, change);
      fc.pre(Buffer.compare(other, small.blob) !== 0);
      expect(outcome(() => openPartBytes(parseManifest(small.manifest), 'price-sheet', small.keys['price-sheet']!, other))).toMatch(/^(body-|blob-)/);
      expect(outcome(() => assertBlob(parseManifest(small.manifest), { size: other.length, sha256: sha256Hex(other) }))).toBe('blob-mismatch');
    });
    fc.assert(blobs, runs(200));
  });
});

describe('opening', () => {
  const key = sealed.keys['price-sheet']!;

  test.each([
    ['another key', () => sealed.keys['body']!],
    ['capital letters', () => key.toUpperCase().replace(/^[0-9]*$/, 'X')],
    ['a short key', () => key.slice(2)],
    ['no hex', () => 'x'.repeat(64)],
  ])('with %s', (_, make) => {
    expect(outcome(() => openPartBytes(manifest, 'price-sheet', make(), sealed.blob))).toBe('key-mismatch');
    expect(outcome(() => openPart(manifest, 'price-sheet', make()))).toBe('key-mismatch');
  });

  test('a part that is not there, or a file of another size', () => {
    expect(outcome(() => openPartBytes(manifest, 'other', key, sealed.blob))).toBe('part-unknown');
    expect(outcome(() => partRange(manifest, 'other'))).toBe('part-unknown');
    expect(outcome(() => openPartBytes(manifest, 'price-sheet', key, sealed.blob.subarray(1)))).toBe('blob-mismatch');
  });

  test('a rival’s sealed file sent on under one’s own name does not open, even with the key', () => {
    for (const change of [{ bidder: RIVAL }, { tender: TENDER.replace(/1$/, '2') }, { lot: 'B' }, { version: 2 }]) {
      const stolen = { ...manifest, ...change };
      expect(outcome(() => openPartBytes(stolen, 'price-sheet', key, sealed.blob))).toBe('key-mismatch');
      const recommitted = commit(stolen, key);
      expect(outcome(() => openPartBytes(recommitted, 'price-sheet', key, sealed.blob))).toBe('body-damaged');
    }
  });

  /** The thief writes his own commitment: he has the key, the ciphertext is still bound to the victim's address. */
  function commit(stolen: BidManifest, keyHex: string): BidManifest {
    const aad = partAad(stolen, 'price-sheet');
    const keyCommitment = sha256Hex(Buffer.concat([utf8(`tianping/key-commitment/1\n${aad}\n`), fromHex(keyHex)!]));
    return { ...stolen, parts: stolen.parts.map((part, i) => (i === 0 ? { ...part, keyCommitment } : part)) };
  }

  test('a bidder who signs one content and seals another is found out', async () => {
    const part = manifest.parts[0]!;
    const sneaky = encryptBytes(fromHex(key)!, partAad(manifest, part.name), utf8('{"total":"999999"}'));
    const longer = encryptBytes(fromHex(key)!, partAad(manifest, part.name), utf8('{"total":"9999990"}'));
    const other = { ...manifest, parts: [{ ...part, cipherSize: longer.length }] };
    expect(outcome(() => openPartBytes(manifest, part.name, key, sneaky))).toBe('content-mismatch');
    expect(outcome(() => openPartBytes(other, part.name, key, longer))).toBe('content-mismatch');
    const streamed = await buffer(Readable.from([sneaky]).pipe(openPart(manifest, part.name, key))).then(() => 'accepted', codesOf);
    expect(streamed).toBe('content-mismatch');
  });

  test('the uploaded file must be the one described', () => {
    expect(outcome(() => assertBlob(manifest, { size: 1, sha256: manifest.cipherSha256 }))).toBe('blob-mismatch');
    expect(outcome(() => assertBlob(manifest, { size: manifest.cipherSize, sha256: '0'.repeat(64) }))).toBe('blob-mismatch');
  });
});
