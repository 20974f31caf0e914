import { importPrivateKey } from './crypto.node';
import { signatureAlgorithm } from './certificate-write';
import { type SubjectName, writeName } from './certificate-name';
import { bitString, context, sequence, smallInteger } from './der';
import { writePem } from './pem';

/** A request for a certificate (PKCS#10, RFC 2986) by this key, PEM: what one sends to an authority; the private key stays. */
export function certificateRequest(subject: SubjectName, privateKeyPem: string): string {
  const key = importPrivateKey(privateKeyPem);
  const info = sequence(smallInteger(0), writeName(subject), key.spki, context(0));
  return writePem('CERTIFICATE REQUEST', sequence(info, signatureAlgorithm(key.family), bitString(key.sign(info))));
}
