import { BusinessError } from '@kernel';
import { growsTooFast } from '@test/attack/pumped';
import { bid, expected, files, signer } from './bid.fixtures';
import { DerReader, type DerValue, encodingOf } from './der-read';
import { der } from './der-write';
import { holder, LATER, NOW, root } from './envelope.fixtures';
import * as envelope from './index';
import { writeOcspAnswer } from './ocsp.fixtures';

/**
 * Every parser of the library that takes bytes from outside: nothing beyond its limit is looked at, and whatever stands within the limit takes time in proportion to its
 * size, wherever in the document it grows. Parsers of texts are pumped in test/attack/pumped.long.spec.ts.
 */
const { basicConstraints, createKeyPair, extendedKeyUsage, issueCertificate, issueCrl, issueWith, keyUsage, readPem, sealBidFor, sealFor, sha256, signDetached, signStatement, stamp } = envelope;

interface Parser {
  original: Uint8Array;
  /** Bytes beyond which nothing is read. */
  most: number;
  /** Throws, or says what it read. */
  read(bytes: Uint8Array): unknown;
}

const MiB = 2 ** 20;
const content = Buffer.from('内容');
const certificate = (usage: 'signing' | 'encipherment' = 'signing') => {
  const pair = createKeyPair('p-256');
  return { ...pair, certificatePem: issueCertificate(root, { ...holder, publicKeyPem: pair.publicKeyPem, usage, notAfter: LATER }) };
};
const trust = { roots: [root.certificatePem], at: NOW };

async function parsers(): Promise<Record<string, Parser>> {
  const own = certificate();
  const cms = signDetached(content, { ...own, signingTime: NOW });
  const stamping = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), extendedKeyUsage(['1.3.6.1.5.5.7.3.8'], true)];
  const stamper = { certificatePem: issueWith(root, { ...holder, commonName: '时间戳', publicKeyPem: stamping.publicKeyPem, extensions }), privateKeyPem: stamping.privateKeyPem };
  const token = stamp({ digest: sha256(content), certificateWanted: true }, { ...stamper, at: NOW, serial: 1n });
  const request = envelope.writeStampRequest({ digest: sha256(content), certificateWanted: true });
  const { manifest, signature } = await sealBidFor({ ...bid, parts: files.slice(0, 2), ...signer });
  const trustee = certificate('encipherment');
  const key = await envelope.holderFromPkcs8(readPem(trustee.privateKeyPem)[0]!.bytes, trustee.certificatePem);
  const statement = signStatement({ format: 'x' }, { ...own, signingTime: NOW });
  const ocsp = writeOcspAnswer({ certificate: own.certificatePem, issuer: root.certificatePem, signer: root, status: 'good', producedAt: NOW, thisUpdate: NOW });
  const crl = issueCrl(root, { number: 1, thisUpdate: NOW, nextUpdate: LATER, revoked: [{ serial: Uint8Array.of(1, 2, 3), at: NOW }] });
  return {
    readCertificate: { original: readPem(own.certificatePem)[0]!.bytes, most: 16 * 1024, read: (bytes) => envelope.readCertificate(bytes) },
    readCrl: { original: crl, most: 32 * MiB, read: (bytes) => envelope.readCrl(bytes, root.certificatePem) },
    crlWithSigner: { original: crl, most: 32 * MiB, read: (bytes) => envelope.crlWithSigner(bytes, root.certificatePem, { ...trust, candidates: [] }) },
    readOcsp: { original: ocsp, most: envelope.MAX_OCSP, read: (bytes) => envelope.readOcsp(bytes, own.certificatePem, root.certificatePem, { now: NOW }) },
    signersOf: { original: cms, most: envelope.MAX_CMS_SIZE, read: (bytes) => envelope.signersOf(bytes).certificate ?? envelope.verifyDetached(bytes, content) },
    verifyDetached: { original: cms, most: envelope.MAX_CMS_SIZE, read: (bytes) => envelope.verifyDetached(bytes, content) },
    verifyStatement: { original: statement.signature, most: envelope.MAX_CMS_SIZE, read: (bytes) => envelope.verifyStatement(statement.text, bytes) },
    verifySealedBid: { original: signature, most: envelope.MAX_CMS_SIZE, read: (bytes) => envelope.verifySealedBid({ manifest, signature: bytes, ...trust, expect: expected }) },
    verifyStamp: { original: token, most: envelope.MAX_TIMESTAMP, read: (bytes) => envelope.verifyStamp(bytes, sha256(content), trust) },
    answerStampRequest: {
      original: request,
      most: envelope.MAX_TIMESTAMP,
      read: (bytes) => envelope.tokenOf(envelope.answerStampRequest(bytes, { ...stamper, at: NOW, serial: 1n }), { digest: sha256(content), certificateWanted: true }, trust),
    },
    openEnvelope: { original: await sealFor(trustee.certificatePem, Buffer.from('份额')), most: 16 * 1024, read: (bytes) => envelope.openEnvelope(bytes, key) },
  };
}

/** What reads something and stands above in another form, or reads nothing of a stranger's. */
const ELSEWHERE: Record<string, string> = {
  readPem: 'a text: test/attack/pumped.long.spec.ts',
  readCertificates: 'the same',
  parseManifest: 'the same',
  parseEscrow: 'the same',
  parseCanonical: 'the same',
  readPriceSheet: 'the same',
  verifyDigest: 'verifyDetached',
  verifyReceipt: 'verifyStatement',
  verifyChain: 'certificates that were read: readCertificate',
  tokenOf: 'verifyStamp',
  openShare: 'openEnvelope',
  openPart: 'a stream, in segments of one size',
  openPartBytes: 'the same',
};
const READS = /^(read|parse|verify|open)[A-Z]|^(signersOf|tokenOf|crlWithSigner|answerStampRequest)$/;
const unlisted = (door: object, known: readonly string[]) =>
  Object.entries(door).flatMap(([name, value]) => (typeof value === 'function' && READS.test(name) && !known.includes(name) && !(name in ELSEWHERE) ? [name] : []));

/** Values that a document may hold again and again. */
const PUMPS = ['\x30\x00', '\x31\x00', '\x02\x01\x01', '\x06\x01\x2a', '\x0c\x01a', '\x13\x01a', '\x04\x00', '\x03\x01\x00', '\xa0\x00', '\x30\x06\x06\x01\x2a\x0c\x01a', 'a', '\x00', '\x81'];

/** The document in which the `place`-th value, in order of reading, has this behind its content: what holds it grows with it. */
function grown(bytes: Uint8Array, place: number, more: Uint8Array): Uint8Array | undefined {
  let left = place;
  const again = (value: DerValue): Uint8Array => {
    const here = left-- === 0;
    const own = value.bytes.subarray(value.body, value.end);
    const inner = here ? undefined : membersOf(value);
    return here ? der(value.tag, Buffer.concat([own, more])) : inner ? der(value.tag, Buffer.concat(inner.map(again))) : encodingOf(value);
  };
  const out = again(new DerReader(bytes).next());
  return left < 0 ? out : undefined;
}

function membersOf({ tag, bytes, body, end }: DerValue): DerValue[] | undefined {
  if (!(tag & 0x20)) return undefined;
  const members: DerValue[] = [];
  for (const reader = new DerReader(bytes, body, end); !reader.done; ) members.push(reader.next());
  return members;
}

/** Of a document as long as this takes: where it grows in time that is not in proportion. */
const LONGEST = 256 * 1024;
function slowPlaces({ original, most, read }: Parser): string[] {
  const found: string[] = [];
  for (let place = 0; grown(original, place, new Uint8Array(0)); place += 1)
    for (const pump of PUMPS) {
      const make = (size: number) => Buffer.from(grown(original, place, Buffer.from(pump.repeat(Math.ceil(size / pump.length)), 'latin1'))!).toString('latin1');
      const slow = growsTooFast((text) => read(Buffer.from(text, 'latin1')), make, Math.min(most, LONGEST) - original.length - 64);
      if (slow) found.push(`${place} ${JSON.stringify(pump)}: ${slow}`);
    }
  return found;
}

/** What nothing but a refusal may come of. */
async function crashes({ original, most, read }: Parser): Promise<string[]> {
  const found: string[] = [];
  for (let place = 0; grown(original, place, new Uint8Array(0)); place += 1)
    for (const pump of PUMPS)
      for (const size of [1_000, Math.min(most, MiB) - original.length - 64]) {
        const bytes = grown(original, place, Buffer.from(pump.repeat(Math.ceil(size / pump.length)), 'latin1'))!;
        try {
          await read(bytes);
        } catch (error) {
          if (!(error instanceof BusinessError)) found.push(`${place} ${JSON.stringify(pump)} ${size}: ${String(error)}`);
        }
      }
  return found;
}

let all: Record<string, Parser>;
beforeAll(async () => {
  all = await parsers();
});

test('every parser of the library stands here, or where it is said', () => {
  expect(unlisted(envelope, Object.keys(all))).toEqual([]);
  expect(Object.keys(ELSEWHERE).filter((name) => !(name in envelope))).toEqual([]);
  expect(unlisted({ ...envelope, readWhisper: () => 1 }, Object.keys(all))).toEqual(['readWhisper']); // negative control
});

const NAMES = ['readCertificate', 'readCrl', 'crlWithSigner', 'readOcsp', 'signersOf', 'verifyDetached', 'verifyStatement', 'verifySealedBid', 'verifyStamp', 'answerStampRequest', 'openEnvelope'];
test('all that stands here is tried', () => expect(Object.keys(all)).toEqual(NAMES));

describe.each(NAMES)('%s', (name) => {
  test('takes its original', async () => {
    await all[name]!.read(all[name]!.original);
  });

  test('what is longer than its limit is refused', async () => {
    const { original, most, read } = all[name]!;
    const longer = Buffer.concat([original, Buffer.alloc(most)]);
    await expect((async () => read(longer))()).rejects.toThrow(BusinessError);
  });

  test('takes time in proportion, wherever its document grows, and ends in a refusal', async () => {
    expect(await crashes(all[name]!)).toEqual([]);
    if (name !== 'openEnvelope') expect(slowPlaces(all[name]!)).toEqual([]);
  });
});

describe('negative control', () => {
  test('a reader that takes the square of what stands in one place is found', () => {
    const { original } = all['readCertificate']!;
    const square = (bytes: Uint8Array) => {
      const [tbs] = membersOf(new DerReader(bytes).next())!;
      const members = membersOf(tbs!)!;
      return members.map((_, i) => members.slice(0, i).filter(({ tag }) => tag === 0x02).length);
    };
    expect(slowPlaces({ original, most: 64 * 1024, read: square }).length).toBeGreaterThan(0);
  });
  test('a reader that falls is found', async () => {
    const falls = (bytes: Uint8Array) => String.fromCharCode(...bytes);
    expect((await crashes({ original: all['readCrl']!.original, most: 32 * MiB, read: falls })).length).toBeGreaterThan(0);
  });
});
