import * as fc from 'fast-check';
import { sm2, sm3 as otherSm3 } from 'sm-crypto-v2';
import { crossCheck, inFolder, run, SEED } from '../../../libs/envelope/src/envelope.fixtures';
import { bigOf, concat, fromBase64, fromHex, textOf, toHex, utf8 } from './bytes';
import { type Certificate, readCertificate, signedBy } from './certificate';
import { verifyCms } from './cms';
import { findPath } from './path';
import { sm3 } from './sm3';
import { verifySm2 } from './sm2';
import { DETACHED } from './trust';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const unhex = (hex: string) => fromHex(hex.toLowerCase());

describe('SM3', () => {
  it('gives the two digests of the standard', () => {
    expect(toHex(sm3(utf8('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(toHex(sm3(utf8('abcd'.repeat(16))))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  it('agrees with another implementation at every length around its blocks', () => {
    for (let n = 0; n < 200; n += 1) expect(toHex(sm3(new Uint8Array(n).fill(n)))).toBe(otherSm3(new Uint8Array(n).fill(n)));
  });
});

const pair = sm2.generateKeyPairHex();
const point = unhex(pair.publicKey);
const sign = (message: Uint8Array, privateKey = pair.privateKey, publicKey = pair.publicKey) => unhex(sm2.doSignature(message, privateKey, { hash: true, userId: '1234567812345678', publicKey }));
const halves = (signature: Uint8Array): [bigint, bigint] => [bigOf(signature.subarray(0, 32)), bigOf(signature.subarray(32))];

describe('SM2', () => {
  it(`agrees with another implementation, and sees a changed bit (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(511), (message, bit) => {
        const signature = sign(message);
        expect(verifySm2(point, message, ...halves(signature))).toBe(true);
        signature[bit >> 3]! ^= 1 << (bit & 7);
        expect(verifySm2(point, message, ...halves(signature))).toBe(false);
        expect(verifySm2(point, concat(message, utf8('.')), ...halves(sign(message)))).toBe(false);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('takes no signature of zeros or beyond the order', () => {
    const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
    for (const [r, s] of [
      [0n, 1n],
      [1n, 0n],
      [n, 1n],
      [1n, n],
      [1n, n - 1n],
    ] as const)
      expect(verifySm2(point, utf8('x'), r, s)).toBe(false);
  });
});

const der = (tag: number, ...parts: Uint8Array[]): Uint8Array => {
  const content = concat(...parts);
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return concat(Uint8Array.of(tag, ...head), content);
};
const OID = { data: '06092a864886f70d010701', signed: '06092a864886f70d010702', sm3: '06082a811ccf55018311', sm2sm3: '06082a811ccf55018375' };
const oid = (hex: string) => fromHex(hex);
const integer = (bytes: Uint8Array) => {
  const short = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return der(2, short[0]! >= 0x80 ? concat(Uint8Array.of(0), short) : short);
};

/** A signature as docs/formats/signature.md describes it, with SM3 and SM2 in the places of the algorithms. */
function sm2Cms(content: Uint8Array, signer: Certificate, privateKey: string): Uint8Array {
  const digest = der(0x30, oid(OID.sm3));
  const attribute = (type: string, value: Uint8Array) => der(0x30, oid(type), der(0x31, value));
  const attributes = [
    attribute('06092a864886f70d010903', oid(OID.data)),
    attribute('06092a864886f70d010904', der(4, sm3(content))),
    attribute('06092a864886f70d010905', der(23, utf8('261121080000Z'))),
    attribute('060b2a864886f70d010910022f', der(0x30, der(0x30, der(0x30, digest, der(4, sm3(signer.der)))))),
  ].sort((a, b) => Buffer.compare(a, b));
  const key = toHex((signer.key as { point: Uint8Array }).point);
  const signature = sign(der(0x31, ...attributes), privateKey, key);
  const pairOf = der(0x30, integer(signature.subarray(0, 32)), integer(signature.subarray(32)));
  const info = der(0x30, der(2, Uint8Array.of(1)), der(0x30, signer.issuer, der(2, signer.serial)), digest, der(0xa0, ...attributes), der(0x30, oid(OID.sm2sm3)), der(4, pairOf));
  const body = der(0x30, der(2, Uint8Array.of(1)), der(0x31, digest), der(0x30, oid(OID.data)), der(0xa0, signer.der), der(0x31, info));
  return der(0x30, oid(OID.signed), der(0xa0, body));
}

crossCheck('openssl', 'certificates that openssl signed with SM2, and a CMS signature under them', () => {
  inFolder({ 'leaf.cnf': 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n' }, (folder) => {
    const openssl = (...args: string[]) => run(folder, 'openssl', ...args);
    const sm = ['-sm3', '-sigopt', 'distid:1234567812345678'];
    for (const name of ['root', 'leaf']) openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', `${name}.key`);
    openssl('req', '-x509', '-key', 'root.key', '-subj', '/CN=SM root', '-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-days', '3650', ...sm, '-out', 'root.pem');
    openssl('req', '-new', '-key', 'leaf.key', '-subj', '/CN=SM leaf', ...sm, '-out', 'leaf.csr');
    openssl('x509', '-req', '-in', 'leaf.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-days', '3650', '-extfile', 'leaf.cnf', ...sm, '-vfyopt', 'distid:1234567812345678', '-out', 'leaf.pem');
    const bytes = (name: string) => fromBase64(textOf(readFileSync(join(folder, name))).replace(/-----[^-]+-----|\s/g, ''));
    const [root, leaf] = [readCertificate(bytes('root.pem')), readCertificate(bytes('leaf.pem'))];
    signedBy(root, root);
    const at = Date.now();
    expect(findPath(leaf, { pool: [], anchors: [root], at, purpose: 'signing' })).toHaveLength(2);
    const secret = /02010104(20)([0-9a-f]{64})/.exec(toHex(bytes('leaf.key')))![2]!;
    const cms = sm2Cms(utf8('天平'), leaf, secret);
    expect(verifyCms(cms, utf8('天平'), DETACHED).signer.fingerprint).toBe(leaf.fingerprint);
    expect(() => verifyCms(cms, utf8('天秤'), DETACHED)).toThrow('the content is not what was signed');
    cms[cms.length - 1]! ^= 1;
    expect(() => verifyCms(cms, utf8('天平'), DETACHED)).toThrow('the signature does not hold');
  });
});
