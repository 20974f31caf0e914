import { type CertificateFields, familyOf } from './certificate';
import { contentOf, context, der, nothing, octetString, oid, readValue, sequence, setOf, smallInteger, time, unsignedInteger } from './der';
import { FAMILIES, OID } from './oids';

export interface Attributes {
  /** SHA-256 of the content; SM3 where the signer's key is SM2. */
  readonly digest: Uint8Array;
  readonly signingTime: Date;
  /** Data unless something else is named: a time stamp says so here. */
  readonly contentType?: string;
  /** SHA-256 of the signer's certificate: ties the signature to this very certificate (RFC 5035). */
  readonly certificateHash: Uint8Array;
}

const attribute = (type: string, value: Uint8Array) => sequence(oid(type), setOf(value));

/** The signed attributes of CAdES-BES (ETSI EN 319 122-1) as a SET OF: exactly these bytes are signed (RFC 5652 5.4). */
export const writeAttributes = ({ digest, signingTime, certificateHash, contentType = OID.data }: Attributes): Uint8Array =>
  setOf(
    attribute(OID.contentType, oid(contentType)),
    attribute(OID.messageDigest, octetString(digest)),
    attribute(OID.signingTime, time(signingTime)),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octetString(certificateHash))))),
  );

export interface SignedParts {
  readonly signer: CertificateFields;
  readonly chain: readonly Uint8Array[];
  /** As `writeAttributes` made them. */
  readonly attributes: Uint8Array;
  readonly signature: Uint8Array;
}

/** ContentInfo { SignedData } without the content (RFC 5652 3, 5.1, 5.3). */
export function writeSignedData({ signer, chain, attributes, signature }: SignedParts): Uint8Array {
  const signerInfo = sequence(
    smallInteger(1),
    sequence(signer.issuerDer, unsignedInteger(signer.serial)),
    digestAlgorithm(signer),
    retag(attributes),
    cmsSignatureAlgorithm(signer),
    octetString(signature),
  );
  const certificates = retag(setOf(signer.der, ...chain));
  const signedData = sequence(smallInteger(1), setOf(digestAlgorithm(signer)), sequence(oid(OID.data)), certificates, setOf(signerInfo));
  return sequence(oid(OID.signedData), context(0, signedData));
}

const digestAlgorithm = ({ key }: CertificateFields) => sequence(oid(FAMILIES[familyOf(key)].digestOid), nothing());

/** RFC 5754 3.2: `rsaEncryption` is the name that every reader must know. */
const cmsSignatureAlgorithm = ({ key }: CertificateFields) => {
  const { cmsOid, withNull } = FAMILIES[familyOf(key)];
  return sequence(oid(cmsOid), ...(withNull ? [nothing()] : []));
};

/** SET OF becomes [0] IMPLICIT: the same members under tag 0xA0. */
const retag = (set: Uint8Array) => der(0xa0, contentOf(readValue(set, 0, set.length)));
