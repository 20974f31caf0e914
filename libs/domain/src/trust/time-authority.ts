import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  if (!existsSync(folder)) make(folder);
  const [rootPem, certificatePem, privateKeyPem] = Object.values(FILES).map((name) => readFileSync(join(folder, name), 'utf8')) as [string, string, string];
  return { rootPem, certificatePem, privateKeyPem };
}

const FILES = { root: 'root.pem', certificate: 'authority.pem', key: 'authority.key' } as const;

/** Whole or not at all: several processes may start at once on one folder, and the first to rename wins. */
function make(folder: string): void {
  const now = new Date(Date.UTC(2024, 0, 1)); // before the beginning of any simulated clock
  const authority = createAuthority({ commonName: '天平内置时间戳根证书', organisation: 'Tianping embedded time stamps', now, years: YEARS });
  const pair = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature', 'nonRepudiation']), extendedKeyUsage([TIME_STAMPING], true)];
  const notAfter = new Date(Date.UTC(2024 + YEARS - 1, 0, 1));
  const certificate = issueWith(authority, { commonName: '天平内置时间戳', publicKeyPem: pair.publicKeyPem, notBefore: now, notAfter, extensions });
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  writeFileSync(join(draft, FILES.root), authority.certificatePem);
  writeFileSync(join(draft, FILES.certificate), certificate);
  writeFileSync(join(draft, FILES.key), pair.privateKeyPem, { mode: 0o600 });
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}
