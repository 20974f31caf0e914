import { readFileSync, writeFileSync } from 'node:fs';
import { DemoAuthority } from '@domain/demonstration';
import type { KeyKind } from '@envelope';

export interface CertificateOrder {
  dir: string;
  name: string;
  organisation: string;
  uscc: string;
  kind: KeyKind;
  encipherment: boolean;
  /** Prefix of the two files. */
  out: string;
}

/** A key and a certificate of the demonstration CA in `dir`, which is made when there is none. */
export function issue({ dir, name, organisation, uscc, kind, encipherment, out }: CertificateOrder): void {
  const usage = encipherment ? 'encipherment' : 'signing';
  const { certificatePem, privateKeyPem } = new DemoAuthority(dir).issue({ commonName: name, organisation, uscc }, { kind, usage });
  writeFileSync(`${out}.pem`, certificatePem);
  writeFileSync(`${out}.key`, privateKeyPem, { mode: 0o600 });
  console.log(`演示 CA（不具法律效力）已签发 / issued by the demonstration CA, of no legal effect: ${out}.pem, ${out}.key`);
}

/** Puts a certificate on the demonstration CA's list, from the beginning of its validity: a simulated clock may stand anywhere. */
export function revoke({ dir, cert }: { dir: string; cert: string }): void {
  new DemoAuthority(dir).revoke(readFileSync(cert, 'utf8'), new Date(Date.UTC(2024, 0, 2)));
  console.log('演示证书已吊销；平台下次启动或次日读取新的列表 / revoked; the platform reads the list at its next start, or the next day');
}
