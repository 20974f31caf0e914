import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, verifyStatement } from '@envelope';
import type { Config } from '@platform/config';
import { PlatformSigner } from './platform-signer';

const dir = mkdtempSync(join(tmpdir(), 'platform-signer-'));
afterAll(() => rmSync(dir, { recursive: true }));

const AT = new Date('2026-03-03T01:00:00Z');
const file = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

it('signs with a key and its certificate; a key beside another’s certificate, or no key at all, stops the start', () => {
  const [one, other] = ['甲', '乙'].map((commonName) => createAuthority({ commonName, now: AT }));
  const made = (key: string, certificate: string) => new PlatformSigner({ SIGNING_KEY_FILE: file('key.pem', key), SIGNING_CERTIFICATE_FILE: file('certificate.pem', certificate) } as Config);
  const { text, signature } = made(one!.privateKeyPem, one!.certificatePem).sign({ receipt: 1 }, AT);
  expect(verifyStatement(text, signature).value).toEqual({ receipt: 1 });
  // negative control: while the files were only read, the platform started and gave receipts that nobody can verify
  for (const [key, certificate] of [
    [one!.privateKeyPem, other!.certificatePem],
    ['', one!.certificatePem],
    [one!.privateKeyPem, 'no certificate'],
  ] as const)
    expect(() => made(key, certificate)).toThrow('SIGNING_KEY_FILE');
});
