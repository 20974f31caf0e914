import { KEY_USAGES, type KeyUsage } from './certificate-extensions';
import { bitString, boolean, context, contextPrimitive, nothing, octetString, oid, sequence, smallInteger, time, unsignedInteger } from './der';
import { FAMILIES, type KeyFamily, OID } from './oids';

/** One extension as it goes into a certificate. */
export interface ExtensionToWrite {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}

export const writeExtension = ({ oid: id, critical, value }: ExtensionToWrite) => sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));

export const basicConstraints = (authority: boolean, pathLength?: number): ExtensionToWrite => ({
  oid: OID.basicConstraints,
  critical: true,
  value: sequence(...(authority ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [smallInteger(pathLength)])),
});

/** Named bit list: trailing zero bits are left out (X.690 11.2.2). */
export function keyUsage(usages: readonly KeyUsage[]): ExtensionToWrite {
  const bits = usages.reduce((sum, usage) => sum | (0x8000 >> KEY_USAGES.indexOf(usage)), 0);
  const octets = bits & 0xff ? Uint8Array.of(bits >> 8, bits & 0xff) : Uint8Array.of(bits >> 8);
  const last = octets.at(-1)!;
  return { oid: OID.keyUsage, critical: true, value: bitString(octets, last ? 31 - Math.clz32(last & -last) : 0) };
}

export const extendedKeyUsage = (ids: readonly string[], critical = false): ExtensionToWrite => ({
  oid: OID.extendedKeyUsage,
  critical,
  value: sequence(...ids.map(oid)),
});
export const subjectKeyId = (id: Uint8Array): ExtensionToWrite => ({ oid: OID.subjectKeyId, value: octetString(id) });
export const authorityKeyId = (id: Uint8Array): ExtensionToWrite => ({ oid: OID.authorityKeyId, value: sequence(contextPrimitive(0, id)) });

const uri = (url: string) => contextPrimitive(6, new TextEncoder().encode(url));
/** Where the issuer's revocation list is (RFC 5280 4.2.1.13). */
export const crlDistributionPoint = (url: string): ExtensionToWrite => ({ oid: OID.crlDistributionPoints, value: sequence(sequence(context(0, context(0, uri(url))))) });
/** Where the issuer answers by OCSP (RFC 5280 4.2.2.1). */
export const ocspAccess = (url: string): ExtensionToWrite => ({ oid: OID.authorityInfoAccess, value: sequence(sequence(oid(OID.ocsp), uri(url))) });

/** The algorithm identifier of a signature by this kind of key; RSA carries a NULL, the others nothing (RFC 5754, RFC 5758). */
export function signatureAlgorithm(key: KeyFamily): Uint8Array {
  const { signatureOid, withNull } = FAMILIES[key];
  return sequence(oid(signatureOid), ...(withNull ? [nothing()] : []));
}

export interface TbsFields {
  /** Positive, at most 20 octets (RFC 5280 4.1.2.2). */
  readonly serial: Uint8Array;
  readonly issuerKey: KeyFamily;
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spki: Uint8Array;
  readonly extensions: readonly ExtensionToWrite[];
}

/** TBSCertificate (RFC 5280 4.1.2): the bytes that the issuer signs. */
export function writeTbs(fields: TbsFields): Uint8Array {
  return sequence(
    context(0, smallInteger(2)),
    unsignedInteger(fields.serial),
    signatureAlgorithm(fields.issuerKey),
    fields.issuerDer,
    sequence(time(fields.notBefore), time(fields.notAfter)),
    fields.subjectDer,
    fields.spki,
    context(3, sequence(...fields.extensions.map(writeExtension))),
  );
}

export const writeCertificate = (tbs: Uint8Array, issuerKey: KeyFamily, signature: Uint8Array): Uint8Array => sequence(tbs, signatureAlgorithm(issuerKey), bitString(signature));
