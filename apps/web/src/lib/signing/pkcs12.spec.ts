import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, createKeyPair, issueCertificate, readPem, verifyDetached } from '@envelope';
import { signDetachedWeb, signerFromPkcs8 } from '@envelope-web';
import { KeyFileError, readKeyFile, readPkcs12, writePkcs12 } from './pkcs12';

const from = new Date(Date.UTC(2026, 0, 1));
const authority = createAuthority({ commonName: 'CA', now: from });
function identity(kind: 'p-256' | 'rsa-2048') {
  const { privateKeyPem, publicKeyPem } = createKeyPair(kind);
  const notAfter = new Date(Date.UTC(2030, 0, 1));
  return {
    privateKeyPem,
    certificatePem: issueCertificate(authority, { publicKeyPem, commonName: '砚池建安（演示）', serialNumber: '91990100MATP30033D', notBefore: from, notAfter, usage: 'signing' }),
  };
}
const faultOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof KeyFileError ? error.fault : String(error)),
  );
const openssl = spawnSync('openssl', ['version']).status === 0;
/** As browsers and older systems write them. */
const OLD = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
const withOpenssl = openssl ? describe : describe.skip;

async function signs({ pkcs8, certificatePem }: { pkcs8: Uint8Array; certificatePem: string }) {
  const cms = await signDetachedWeb(Buffer.from('x'), await signerFromPkcs8(pkcs8, certificatePem), from);
  return verifyDetached(cms, Buffer.from('x')).certificate.pem;
}

withOpenssl(openssl ? 'files made by openssl' : 'files made by openssl (skipped: no openssl here)', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'tianping-p12-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  function made(kind: 'p-256' | 'rsa-2048', more: readonly string[] = [], passphrase = 'pass-Phrase 1') {
    const own = identity(kind);
    writeFileSync(join(folder, 'key'), own.privateKeyPem);
    writeFileSync(join(folder, 'cert'), own.certificatePem);
    const out = join(folder, 'out.p12');
    execFileSync('openssl', ['pkcs12', '-export', '-inkey', join(folder, 'key'), '-in', join(folder, 'cert'), '-out', out, '-passout', `pass:${passphrase}`, ...more]);
    return { own, bytes: new Uint8Array(readFileSync(out)) };
  }

  it.each([
    ['rsa-2048', []],
    ['p-256', []],
    ['rsa-2048', OLD],
  ] as const)('%s %j is read, and signs', async (kind, more) => {
    const { own, bytes } = made(kind, more);
    const read = await readPkcs12(bytes, 'pass-Phrase 1');
    expect(read.certificatePem).toBe(own.certificatePem);
    expect(await signs(read)).toBe(own.certificatePem);
  });

  it.each([
    ['rsa-2048', []],
    ['p-256', []],
    ['rsa-2048', OLD],
    ['p-256', OLD],
  ] as const)('%s %j under a passphrase that is not ASCII is read, and by no other', async (kind, more) => {
    for (const passphrase of ['天平口令2026', 'Zürich', '𠮷野']) {
      const { own, bytes } = made(kind, more, passphrase);
      expect((await readPkcs12(bytes, passphrase)).certificatePem).toBe(own.certificatePem);
      expect(await faultOf(readPkcs12(bytes, `${passphrase}。`))).toBe('passphrase');
    }
  });

  it('says what is wrong', async () => {
    const { bytes } = made('rsa-2048');
    expect(await faultOf(readPkcs12(bytes, 'wrong'))).toBe('passphrase');
    expect(await faultOf(readPkcs12(bytes.subarray(0, 100), 'pass-Phrase 1'))).toBe('not-a-key-file');
    const { bytes: noKey } = made('rsa-2048', ['-nokeys']);
    expect(await faultOf(readPkcs12(noKey, 'pass-Phrase 1'))).toBe('no-key');
  });
});

describe('files made here', () => {
  it.each(['pass', '天平口令2026'])('under %s are read back, and by nobody without it', async (passphrase) => {
    const own = identity('rsa-2048');
    const bytes = await writePkcs12({ pkcs8: readPem(own.privateKeyPem)[0]!.bytes, certificatePem: own.certificatePem }, passphrase);
    expect(await signs(await readPkcs12(bytes, passphrase))).toBe(own.certificatePem);
    expect(await faultOf(readPkcs12(bytes, `P${passphrase.slice(1)}`))).toBe('passphrase');
    if (!openssl) return;
    const folder = mkdtempSync(join(tmpdir(), 'tianping-p12-'));
    writeFileSync(join(folder, 'own.p12'), bytes);
    const read = spawnSync('openssl', ['pkcs12', '-in', join(folder, 'own.p12'), '-noenc', '-passin', `pass:${passphrase}`]);
    rmSync(folder, { recursive: true, force: true });
    expect([read.status, read.stderr.toString()]).toEqual([0, '']);
  });

  it('PEM pairs are read; what is no key file is named so', async () => {
    const own = identity('p-256');
    const bytes = (text: string) => new Uint8Array(Buffer.from(text));
    expect(await signs(await readKeyFile(bytes(own.certificatePem + own.privateKeyPem), ''))).toBe(own.certificatePem);
    expect(await faultOf(readKeyFile(bytes(own.certificatePem), ''))).toBe('no-key');
    expect(await faultOf(readKeyFile(bytes(own.privateKeyPem), ''))).toBe('no-certificate');
    expect(await faultOf(readKeyFile(bytes('hello world'), ''))).toBe('not-a-key-file');
  });
});
