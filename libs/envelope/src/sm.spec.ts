import { createHash, createHmac, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { sm2 } from 'sm-crypto-v2';
import { bid, files } from './bid.fixtures';
import { fromHex, toHex } from './bytes';
import { parsed } from './certificate.node';
import { parseSignedData } from './cms-read';
import { bytesOf, crossCheck, holder, inFolder, LATER, mutate, mutation, NOW, outcome, run, runs, SEED, succeeds } from './envelope.fixtures';
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
  openPartBytes,
  openShare,
  parseManifest,
  readCertificate,
  readCrl,
  readPem,
  restoreKeys,
  secretSize,
  sealBid,
  sealBidFor,
  sealFor,
  signDetached,
  verifyChain,
  verifyDetached,
  verifySealedBid,
} from './index';
import { generateSm2, hmacSm3, sm2Decrypt, sm2Encrypt, sm2Sign, sm2Verify, sm3Bytes, sm4Ctr } from './sm';
import { pointOf, readSm2Pkcs8, writeSm2Spki } from './sm2-curve';
import { verifySm2 as verifyBy } from './sm2.node';
import { openBlob, sealBidWeb, sealBlob, signDetachedWeb, signerFromPkcs8 } from './web';

const keyOf = (spki: Uint8Array) => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
const verifySm2 = (point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => verifyBy(keyOf(writeSm2Spki(point)), writeSm2Spki(point), message, signature);

const authority = createAuthority({ commonName: '国密示范根', now: new Date('2025-12-01T00:00:00Z'), kind: 'sm2' });
const pair = createKeyPair('sm2');
const certificatePem = issueCertificate(authority, { ...holder, publicKeyPem: pair.publicKeyPem });
const signer = { certificatePem, privateKeyPem: pair.privateKeyPem };
const trust = { roots: [authority.certificatePem], at: NOW };
const content = Buffer.from('投标清单');
const address = { tender: bid.tender, lot: bid.lot, bidder: bid.bidder };

describe('SM2, SM3 and SM4', () => {
  it('agree with the vectors of the standards', () => {
    expect(toHex(sm3Bytes(Buffer.from('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'); // GB/T 32905 A.1
    // GB/T 32918.5 A.2: message digest, user id 1234567812345678
    const point = fromHex('0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13')!;
    const signature = Buffer.from(`3046022100${'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3'}022100${'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'}`, 'hex');
    for (const verify of [verifySm2, sm2Verify]) expect([verify(point, Buffer.from('message digest'), signature), verify(point, Buffer.from('message digesu'), signature)]).toEqual([true, false]);
    expect(() => keyOf(writeSm2Spki(point.map((byte, i) => (i === 64 ? byte ^ 1 : byte))))).toThrow(); // not on the curve
  });

  it('in plain arithmetic give what OpenSSL gives', () => {
    const [key, data] = [bytesOf(16), bytesOf(1000, 7)];
    expect(Buffer.from(sm3Bytes(data))).toEqual(createHash('sm3').update(data).digest());
    for (const size of [16, 64, 65]) expect(Buffer.from(hmacSm3(bytesOf(size), data))).toEqual(createHmac('sm3', bytesOf(size)).update(data).digest());
    inFolder({ data }, (folder) => {
      run(folder, 'openssl', 'enc', '-sm4-ctr', '-K', toHex(key), '-iv', `${'11'.repeat(12)}00000000`, '-in', 'data', '-out', 'sealed');
      const counter = Uint8Array.from([...Array<number>(12).fill(0x11), 0, 0, 0, 0]);
      expect(Buffer.from(sm4Ctr(key, counter, data))).toEqual(readFileSync(join(folder, 'sealed')));
    });
  });

  it(`verification agrees with sm-crypto-v2, for right and for changed signatures (seed ${SEED})`, () => {
    const { pkcs8, spki } = generateSm2();
    const [d, point] = [readSm2Pkcs8(pkcs8)!.d, pointOf(spki)];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), mutation, (message, change) => {
        const signature = sm2Sign(d, message);
        expect(verifySm2(point, message, signature)).toBe(true);
        const altered = mutate(signature, change);
        fc.pre(!Buffer.from(altered).equals(Buffer.from(signature)));
        expect([verifySm2(point, message, altered), sm2Verify(point, message, altered)]).toEqual([false, false]);
        expect(verifySm2(point, Uint8Array.of(...message, 1), signature)).toBe(false);
      }),
      runs(60),
    );
  });

  it('numbers out of range are no signature', () => {
    const point = pointOf(generateSm2().spki);
    const n = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
    const der = (r: string, s: string) =>
      Buffer.from(`30${((r.length + s.length) / 2 + 4).toString(16)}02${(r.length / 2).toString(16).padStart(2, '0')}${r}02${(s.length / 2).toString(16).padStart(2, '0')}${s}`, 'hex');
    for (const [r, s] of [
      ['00', '01'],
      ['01', '00'],
      [`00${n}`, '01'],
      ['01', `00${n}`],
      ['01', `00${n.slice(0, -2)}22`],
    ] as const)
      expect(verifySm2(point, content, der(r, s))).toBe(false);
  });

  crossCheck('openssl', 'signatures and encryptions cross with OpenSSL', () => {
    const [pkcs8] = readPem(pair.privateKeyPem);
    const d = readSm2Pkcs8(pkcs8!.bytes)!.d;
    const spki = readPem(pair.publicKeyPem)[0]!.bytes;
    const secret = bytesOf(48);
    const files = { m: content, 'k.pem': pair.privateKeyPem, 'p.pem': pair.publicKeyPem, 'ours.sig': sm2Sign(d, content), 'ours.enc': sm2Encrypt(spki, secret), secret };
    inFolder(files, (folder) => {
      expect(run(folder, 'openssl', 'dgst', '-sm3', '-verify', 'p.pem', '-sigopt', 'distid:1234567812345678', '-signature', 'ours.sig', 'm')).toContain('Verified OK');
      run(folder, 'openssl', 'dgst', '-sm3', '-sign', 'k.pem', '-sigopt', 'distid:1234567812345678', '-out', 'theirs.sig', 'm');
      expect(verifySm2(pointOf(spki), content, readFileSync(join(folder, 'theirs.sig')))).toBe(true);
      run(folder, 'openssl', 'dgst', '-sm3', '-sign', 'k.pem', '-out', 'empty.sig', 'm');
      expect(verifySm2(pointOf(spki), content, readFileSync(join(folder, 'empty.sig')))).toBe(false); // the empty user id
      run(folder, 'openssl', 'pkeyutl', '-decrypt', '-inkey', 'k.pem', '-in', 'ours.enc', '-out', 'opened');
      expect(readFileSync(join(folder, 'opened'))).toEqual(Buffer.from(secret));
      run(folder, 'openssl', 'pkeyutl', '-encrypt', '-pubin', '-inkey', 'p.pem', '-in', 'secret', '-out', 'theirs.enc');
      const theirs = readFileSync(join(folder, 'theirs.enc'));
      expect(Buffer.from(sm2Decrypt(d, theirs))).toEqual(Buffer.from(secret));
      expect(() =>
        sm2Decrypt(
          d,
          theirs.map((byte, i) => (i === theirs.length - 1 ? byte ^ 1 : byte)),
        ),
      ).toThrow('SM2');
    });
  });
});

describe('certificates and signatures of the national suite', () => {
  it('sign and verify along a path, and a mixed one too', () => {
    const cms = signDetached(content, { ...signer, signingTime: NOW });
    const { certificate } = verifyDetached(cms, content);
    expect(certificate).toMatchObject({ algorithm: 'sm2', bits: 256 });
    verifyChain(certificate, trust);
    expect(outcome(() => verifyDetached(cms, Buffer.from('别的')))).toBe('signature-invalid');
    const rsa = issueCertificate(authority, { ...holder, publicKeyPem: createKeyPair('rsa-2048').publicKeyPem });
    verifyChain(rsa, trust); // an SM2 authority may certify any key
    const other = createAuthority({ commonName: '国密示范根', now: new Date('2025-12-01T00:00:00Z'), kind: 'sm2' });
    expect(outcome(() => verifyChain(certificate, { ...trust, roots: [other.certificatePem] }))).toBe('certificate-untrusted');
  });

  it('a browser writes the same', async () => {
    const web = await signDetachedWeb(content, await signerFromPkcs8(readPem(pair.privateKeyPem)[0]!.bytes, certificatePem), NOW);
    expect(verifyDetached(web, content).certificate.fingerprint).toBe(readCertificate(certificatePem).fingerprint);
    await expect(signerFromPkcs8(readPem(createKeyPair('sm2').privateKeyPem)[0]!.bytes, certificatePem)).rejects.toMatchObject({ refusals: [{ code: 'envelope.key-not-of-certificate' }] });
  });

  it(`a changed signature or certificate is refused (seed ${SEED})`, () => {
    const cms = signDetached(content, { ...signer, signingTime: NOW });
    fc.assert(
      fc.property(mutation, (change) => {
        const altered = mutate(cms, change);
        fc.pre(!Buffer.from(altered).equals(Buffer.from(cms)));
        const result = outcome(() => {
          const { certificate } = verifyDetached(altered, content);
          verifyChain(certificate, trust);
        });
        expect(result).not.toBe('accepted');
      }),
      runs(1000),
    );
  });

  it('revocation lists of an SM2 authority are read', () => {
    const crl = issueCrl(authority, { number: 1, thisUpdate: NOW, nextUpdate: LATER, revoked: [{ serial: parsed(certificatePem).serial, at: NOW }] });
    expect(readCrl(crl, authority.certificatePem).revoked.size).toBe(1);
  });

  crossCheck('openssl', 'openssl verifies the certificate and the signed attributes', () => {
    const cms = signDetached(content, { ...signer, signingTime: NOW });
    const data = parseSignedData(cms);
    const files = { 'root.pem': authority.certificatePem, 'leaf.pem': certificatePem, 'p.pem': pair.publicKeyPem, 'attrs.der': data.signedBytes, sig: data.signature };
    inFolder(files, (folder) => {
      expect(run(folder, 'openssl', 'verify', '-vfyopt', 'distid:1234567812345678', '-attime', String(NOW.getTime() / 1000), '-CAfile', 'root.pem', 'leaf.pem')).toContain('OK');
      expect(run(folder, 'openssl', 'dgst', '-sm3', '-verify', 'p.pem', '-sigopt', 'distid:1234567812345678', '-signature', 'sig', 'attrs.der')).toContain('Verified OK');
    });
  });

  crossCheck('openssl', 'certificates that openssl issues with the standard user id are accepted, those with the empty one are not', () => {
    inFolder({}, (folder) => {
      const distid = ['-sigopt', 'distid:1234567812345678'];
      const issue = (opt: string[]) => {
        run(folder, 'openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', 'ca.key');
        run(
          folder,
          'openssl',
          'req',
          '-x509',
          '-new',
          '-sm3',
          ...opt,
          '-key',
          'ca.key',
          '-subj',
          '/CN=OpenSSL SM2 CA',
          '-days',
          '3650',
          '-addext',
          'keyUsage=critical,keyCertSign,cRLSign',
          '-out',
          'ca.pem',
        );
        run(folder, 'openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', 'leaf.key');
        run(
          folder,
          'openssl',
          'req',
          '-new',
          '-sm3',
          ...opt,
          '-key',
          'leaf.key',
          '-subj',
          '/CN=leaf/serialNumber=91990200MATP30041D',
          '-addext',
          'keyUsage=critical,digitalSignature',
          '-out',
          'leaf.csr',
        );
        run(
          folder,
          'openssl',
          'x509',
          '-req',
          '-sm3',
          ...opt,
          ...(opt.length ? ['-vfyopt', 'distid:1234567812345678'] : []),
          '-in',
          'leaf.csr',
          '-CA',
          'ca.pem',
          '-CAkey',
          'ca.key',
          '-CAcreateserial',
          '-days',
          '365',
          '-copy_extensions',
          'copyall',
          '-out',
          'leaf.pem',
        );
        const at = new Date(Date.now());
        return outcome(() => verifyChain(readFileSync(join(folder, 'leaf.pem'), 'utf8'), { roots: [readFileSync(join(folder, 'ca.pem'), 'utf8')], at }));
      };
      expect(issue(distid)).toBe('accepted');
      expect(issue([])).toBe('certificate-tampered');
      expect(succeeds(folder, 'openssl', 'verify', '-CAfile', 'ca.pem', 'leaf.pem')).toBe(true); // openssl itself takes the empty id here
    });
  });
});

const MIB = 1024 * 1024;
const key = new Uint8Array(32).fill(9);
const gather = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};

describe('bodies under SM4 and SM3', () => {
  it.each([0, 1, 1000, MIB - 55])('of %i bytes open on either side', async (size) => {
    const clear = Buffer.alloc(size, 'x');
    const node = encryptBytes(key, 'aad', clear, 'sm');
    expect(node[0]).toBe(0x29);
    expect(clear.equals(decryptBytes(key, 'aad', node))).toBe(true);
    expect(clear.equals(await gather(openBlob(new Blob([Buffer.from(node)]), key, 'aad')))).toBe(true);
    const sealed = async function* () {
      for await (const one of sealBlob(new Blob([clear]), key, 'aad', 'sm')) yield one.sealed;
    };
    expect(clear.equals(decryptBytes(key, 'aad', await gather(sealed())))).toBe(true);
  });

  it('a changed byte, another key, another address: nothing opens', () => {
    const sealed = encryptBytes(key, 'aad', bytesOf(2000), 'sm');
    for (const at of [0, 5, 35, 41, 1500, sealed.length - 1])
      expect(
        outcome(() =>
          decryptBytes(
            key,
            'aad',
            sealed.map((byte, i) => (i === at ? byte ^ 1 : byte)),
          ),
        ),
      ).toMatch(/^body-(damaged|unsealed)$/);
    expect(outcome(() => decryptBytes(new Uint8Array(32), 'aad', sealed))).toBe('body-damaged');
    expect(outcome(() => decryptBytes(key, 'aae', sealed))).toBe('body-damaged');
    expect(
      outcome(() =>
        decryptBytes(
          key,
          'aad',
          sealed.map((byte, i) => (i === 0 ? 0x28 : byte)),
        ),
      ),
    ).toBe('body-damaged');
  });

  crossCheck('python', 'the reader in docs/formats/body-stream.md opens them', () => {
    const document = readFileSync(join(__dirname, '../../../docs/formats/body-stream.md'), 'utf8');
    const reader = Array.from(document.matchAll(/```python\n([\s\S]+?)```/g)).at(-1)![1]!;
    const clear = bytesOf(2 * MIB + 3);
    inFolder({ 'read.py': reader, 'part.sealed': encryptBytes(key, '甲\n乙', clear, 'sm') }, (folder) => {
      run(folder, 'sh', '-c', `python3 read.py ${toHex(key)} "$(printf '甲\\n乙')" > opened`);
      expect(readFileSync(join(folder, 'opened')).equals(clear)).toBe(true);
    });
  });
});

describe('whole bids of the national suite', () => {
  const parts = files.slice(0, 2);

  it('are sealed, verified and opened; the suite is part of what was signed', () => {
    const sealed = sealBid({ ...bid, parts, ...signer, suite: 'sm' });
    const { manifest } = verifySealedBid({ ...sealed, ...trust, expect: address });
    expect(manifest.suite).toBe('sm');
    for (const part of parts) expect(Buffer.from(part.content).equals(openPartBytes(manifest, part.name, sealed.keys[part.name]!, sealed.blob))).toBe(true);
    const { suite: _, ...without } = manifest;
    expect(outcome(() => openPartBytes(without, 'body', sealed.keys['body']!, sealed.blob))).toBe('key-mismatch');
  });

  it('a body of the other suite than the manifest names is refused', () => {
    const [sm, other] = [sealBid({ ...bid, parts, ...signer, suite: 'sm' }), sealBid({ ...bid, parts, ...signer })];
    const manifest = parseManifest(sm.manifest);
    expect(outcome(() => openPartBytes(manifest, 'body', sm.keys['body']!, other.blob))).toBe('body-damaged');
  });

  it('trustees with SM2 certificates open them, sealed in Node or in a browser', async () => {
    const trustees = await Promise.all(
      [1, 2, 3].map(async (i) => {
        const own = createKeyPair('sm2');
        const pem = issueCertificate(authority, { ...holder, commonName: `保管人${i}`, publicKeyPem: own.publicKeyPem, usage: 'encipherment' });
        return { pem, holder: await holderFromPkcs8(readPem(own.privateKeyPem)[0]!.bytes, pem) };
      }),
    );
    const escrowTerms = { threshold: 2, trustees: trustees.map(({ pem }) => pem) };
    const sealed = await sealBidFor({ ...bid, parts, ...signer, suite: 'sm', escrowTerms });
    const web = await sealBidWeb(
      { ...address, version: 1, createdAt: NOW, suite: 'sm', escrowTerms, parts: parts.map((part) => ({ ...part, content: new Blob([Buffer.from(part.content)]) })) },
      async () => undefined,
    );
    for (const { manifest: text, escrow: document, keys } of [sealed, web]) {
      const manifest = parseManifest(text);
      const escrow = assertEscrow(document!, manifest, escrowTerms);
      const shares = await Promise.all(
        [0, 2].map((i) =>
          openShare({ address: escrow, secret: 'documents', index: i + 1, enclosed: escrow.trustees[i]!.shares.documents, size: secretSize(manifest, 'documents') }, trustees[i]!.holder),
        ),
      );
      expect(restoreKeys(manifest, escrow, 'documents', shares)).toEqual({ body: keys['body'] });
    }
    const envelope = await sealFor(trustees[0]!.pem, content);
    await expect(openEnvelope(envelope, trustees[1]!.holder)).rejects.toMatchObject({ refusals: [{ code: 'envelope.key-envelope-foreign' }] });
    expect(sm2.verifyPublicKey(toHex(pointOf(readPem(pair.publicKeyPem)[0]!.bytes)))).toBe(true);
  });
});
