import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, basicConstraints, createAuthority, createKeyPair, extendedKeyUsage, issueWith, keyUsage } from '@envelope';

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const YEARS = 20;

/** The embedded time-stamping authority: its root, and the key that stamps. */
export interface TimeAuthority extends Authority {
  readonly rootPem: string;
}

/**
 * Made at the first start and kept in `folder`, readable by its owner only. It proves that the platform said so, not that a third party did: for that,
 * TIMESTAMP_URL names an authority of one's choice.
 */
export function keepTimeAuthority(folder: string): TimeAuthority {
  const [root, certificate, key] = ['root.pem', 'authority.pem', 'authority.key'].map((name) => join(folder, name)) as [string, string, string];
  if (!existsSync(key)) make(folder, { root, certificate, key });
  return { rootPem: readFileSync(root, 'utf8'), certificatePem: readFileSync(certificate, 'utf8'), privateKeyPem: readFileSync(key, 'utf8') };
}

function make(folder: string, files: { root: string; certificate: string; key: string }): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const now = new Date(Date.UTC(2024, 0, 1)); // before the beginning of any simulated clock
  const authority = createAuthority({ commonName: '天平内置时间戳根证书', organisation: 'Tianping embedded time stamps', now, years: YEARS });
  const pair = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature', 'nonRepudiation']), extendedKeyUsage([TIME_STAMPING], true)];
  const notAfter = new Date(Date.UTC(2024 + YEARS - 1, 0, 1));
  const certificate = issueWith(authority, { commonName: '天平内置时间戳', publicKeyPem: pair.publicKeyPem, notBefore: now, notAfter, extensions });
  writeFileSync(files.root, authority.certificatePem);
  writeFileSync(files.certificate, certificate);
  // last and whole: a start that was cut off begins anew
  writeFileSync(files.key, pair.privateKeyPem, { mode: 0o600 });
}
