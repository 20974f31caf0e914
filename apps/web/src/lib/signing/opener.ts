import { certificateFields, holderFromPkcs8, type KeyHolder, openEnvelope, sealFor, sha256Hex, utf8 } from '@envelope-web';
import { KeyFileError, type KeyFile } from './pkcs12';

/** A key that opens what is enclosed to its certificate; in this page's memory only, as a signing key is. */
export interface Opener extends KeyHolder {
  /** SHA-256 of the certificate: what a notice and an escrow name it by. */
  fingerprint: string;
  holder: string;
  notAfter: string;
}

/** Refuses a key that does not open what its own certificate encloses: else every envelope would seem to be spoilt by its sender. */
export async function openerOf({ pkcs8, certificatePem }: KeyFile): Promise<Opener> {
  const fields = certificateFields(certificatePem);
  const holder = await holderFromPkcs8(pkcs8, certificatePem);
  const probe = await sealFor(certificatePem, utf8('tianping: does this key open?'));
  await openEnvelope(probe, holder).catch(() => {
    throw new KeyFileError('not-its-key');
  });
  return { ...holder, fingerprint: sha256Hex(fields.der), holder: fields.subject.commonName ?? fields.subjectText, notAfter: new Date(fields.notAfter).toISOString() };
}
