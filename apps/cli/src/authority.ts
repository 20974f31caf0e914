import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DemoAuthority } from '@domain/demonstration';
import type { KeyKind } from '@envelope';

export interface CertificateOrder {
  dir: string;
  name: string;
  organisation: string;
  uscc: string;
  kind: KeyKind;
  encipherment: boolean;
  /** A private key (PEM) that is there already: its certificate alone is written. */
  key?: string;
  /** Prefix of the two files. */
  out: string;
}

/** A certificate of the demonstration CA in `dir`, which is made when there is none; with it a key, unless one is there that it is for. Nothing is overwritten. */
export function issue({ dir, name, organisation, uscc, kind, encipherment, key, out }: CertificateOrder): void {
  const files = key ? [`${out}.pem`] : [`${out}.pem`, `${out}.key`];
  const there = files.find((file) => existsSync(file));
  if (there) throw new Error(`${there} 已存在，不会覆盖：请换一个 --out，或先移走它 / exists and is not overwritten: choose another --out, or move it away first`);
  const [authority, subject, usage] = [new DemoAuthority(dir), { commonName: name, organisation, uscc }, encipherment ? ('encipherment' as const) : ('signing' as const)];
  const made = key ? { certificatePem: authority.certify(publicHalf(key), subject, { usage }), privateKeyPem: undefined } : authority.issue(subject, { kind, usage });
  writeFileSync(`${out}.pem`, made.certificatePem, { flag: 'wx' });
  if (made.privateKeyPem) writeFileSync(`${out}.key`, made.privateKeyPem, { flag: 'wx', mode: 0o600 });
  console.log(`演示 CA（不具法律效力）已签发 / issued by the demonstration CA, of no legal effect: ${files.join(', ')}`);
}

const publicHalf = (file: string): string => createPublicKey(readFileSync(file, 'utf8')).export({ type: 'spki', format: 'pem' }) as string;

/** Puts a certificate on the demonstration CA's list, from the beginning of its validity: a simulated clock may stand anywhere. */
export function revoke({ dir, cert }: { dir: string; cert: string }): void {
  new DemoAuthority(dir).revoke(readFileSync(cert, 'utf8'), new Date(Date.UTC(2024, 0, 2)));
  console.log('演示证书已吊销；平台下次启动或次日读取新的列表 / revoked; the platform reads the list at its next start, or the next day');
}
