import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Certificate, certificateRequest, createKeyPair, type KeyKind, readCertificate, readCertificates, readCrl, revocationUnknown, revokedBy, type Revocation, verifyChain } from '@envelope';
import { BusinessError } from '@kernel';
import { writeSecret } from './folder';
import { tell } from './tell';

export interface KeyOrder {
  kind: KeyKind;
  name: string;
  organisation: string;
  uscc: string;
  out: string;
}

/** A key of one's own and the request for its certificate: the key never leaves this machine. */
export function makeKey({ kind, name, organisation, uscc, out }: KeyOrder): void {
  if (existsSync(`${out}.key`)) throw new Error(`${out}.key 已存在，不覆盖 / is there already and is not overwritten`);
  const { privateKeyPem } = createKeyPair(kind);
  writeSecret(`${out}.key`, privateKeyPem);
  writeFileSync(`${out}.csr`, certificateRequest({ commonName: name, organisation, serialNumber: uscc }, privateKeyPem));
  tell`${out}.key 是私钥，请妥善保管，不要交给任何人；${out}.csr 交给认证机构换取证书`;
  tell`${out}.key is the private key: keep it, give it to nobody; send ${out}.csr to the certificate authority`;
}

export interface CheckOrder {
  cert: string;
  ca: string[];
  crl: string[];
  encipherment: boolean;
}

const date = (at: Date) => at.toISOString().slice(0, 10);

/** What a certificate says, and whether this machine finds it good now: path, use, validity, and revocation as far as lists are given. */
export function checkCertificate({ cert, ca, crl, encipherment }: CheckOrder): void {
  const certificate = readCertificate(readFileSync(cert, 'utf8'));
  const { subject, issuer, algorithm, bits, notBefore, notAfter, keyUsage, fingerprint } = certificate;
  tell`持有人 / holder: ${subject.commonName ?? '-'}（${subject.serialNumber ?? '-'}）\n签发者 / issuer: ${issuer}\n密钥 / key: ${algorithm} ${bits}，用途 / usage: ${keyUsage.join(', ')}`;
  tell`有效期 / valid: ${date(notBefore)} – ${date(notAfter)}\nSHA-256: ${fingerprint}`;
  if (ca.length === 0) return tell`未给出 CA 证书，没有校验签发链 / no authority was given, so the path was not checked`;
  const roots = ca.flatMap((file) => readCertificates(readFileSync(file, 'utf8')));
  const purpose = encipherment ? 'encipherment' : 'signing';
  verifyChain(certificate, { roots, at: new Date(Date.now()), purpose, revocation: crl.length ? revocationBy(crl, roots) : undefined });
  if (crl.length) tell`✓ 签发链、用途、有效期和吊销状态均符合 / path, usage, validity and revocation hold`;
  else tell`✓ 签发链、用途和有效期符合；未给出吊销列表 / path, usage and validity hold; no revocation list was given`;
}

/** The lists at hand, each by the authority that signed it; an authority without one is "unknown". */
function revocationBy(files: readonly string[], roots: readonly Certificate[]): Revocation {
  const lists = files.flatMap((file) => {
    const bytes = readFileSync(file);
    return roots.flatMap((root) => {
      try {
        return [{ issuer: root.fingerprint, list: readCrl(bytes, root) }];
      } catch (error) {
        if (error instanceof BusinessError) return []; // another authority's list
        throw error;
      }
    });
  });
  return (certificate, issuer, at) => {
    const found = lists.find((one) => one.issuer === issuer.fingerprint);
    return found ? revokedBy(found.list, certificate, at) : revocationUnknown(certificate, { zh: '没有吊销列表', en: 'there is no revocation list' });
  };
}
