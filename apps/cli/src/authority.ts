import { writeFileSync } from 'node:fs';
import { DemoAuthority } from '@domain/demonstration';
import type { KeyKind } from '@envelope';

export interface CertificateOrder {
  dir: string;
  name: string;
  organisation: string;
  uscc: string;
  kind: KeyKind;
  /** Prefix of the two files. */
  out: string;
}

/** A key and a certificate of the demonstration CA in `dir`, which is made when there is none. */
export function issue({ dir, name, organisation, uscc, kind, out }: CertificateOrder): void {
  const { certificatePem, privateKeyPem } = new DemoAuthority(dir).issue({ commonName: name, organisation, uscc }, { kind });
  writeFileSync(`${out}.pem`, certificatePem);
  writeFileSync(`${out}.key`, privateKeyPem, { mode: 0o600 });
  console.log(`演示 CA（不具法律效力）已签发 / issued by the demonstration CA, of no legal effect: ${out}.pem, ${out}.key`);
}
