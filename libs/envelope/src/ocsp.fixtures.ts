import { familyOf } from './certificate';
import { parsed } from './certificate.node';
import { signatureAlgorithm } from './certificate-write';
import { importPrivateKey } from './crypto.node';
import { bitString, context, contextPrimitive, der, generalizedTime, octetString, oid, sequence } from './der';
import { OID } from './oids';
import { writeCertId } from './ocsp';
import { ocspIdOf, ocspKeyHash } from './ocsp.node';

interface Signer {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface AnswerToWrite {
  readonly certificate: string;
  readonly issuer: string;
  /** Who signs; his certificate goes along. */
  readonly signer: Signer;
  /** In whose name; the signer's own unless another is named. */
  readonly as?: string;
  readonly byKey?: boolean;
  readonly status: 'good' | 'unknown' | { readonly revokedAt: Date };
  readonly producedAt: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date | undefined;
}

/** An answer by OCSP with any times, by anybody: no responder would give most of these. */
export function writeOcspAnswer({ certificate, issuer, signer, as = signer.certificatePem, byKey = false, status, producedAt, thisUpdate, nextUpdate }: AnswerToWrite): Uint8Array {
  const said = status === 'good' ? contextPrimitive(0, new Uint8Array(0)) : status === 'unknown' ? contextPrimitive(2, new Uint8Array(0)) : context(1, generalizedTime(status.revokedAt));
  const single = sequence(writeCertId(ocspIdOf(parsed(certificate), parsed(issuer))), said, generalizedTime(thisUpdate), ...(nextUpdate ? [context(0, generalizedTime(nextUpdate))] : []));
  const responder = byKey ? context(2, octetString(ocspKeyHash(parsed(as)))) : context(1, parsed(as).subjectDer);
  const data = sequence(responder, generalizedTime(producedAt), sequence(single));
  const key = importPrivateKey(signer.privateKeyPem);
  const basic = sequence(data, signatureAlgorithm(familyOf(parsed(signer.certificatePem).key)), bitString(key.sign(data)), context(0, sequence(parsed(signer.certificatePem).der)));
  return sequence(der(0x0a, Uint8Array.of(0)), context(0, sequence(oid(OID.ocspBasic), octetString(basic))));
}
