import { sha256 } from '@noble/hashes/sha2.js';
import { textOf, toHex, same } from './bytes';
import { childrenOf, type Der, expectTag, readDer, TAG } from './der';
import { booleanOf, integerBytes, namedBits, octetsOf, oidOf, smallInteger, timeOf, wholeBits } from './der-values';
import { ensure } from './fault';
import { assertSignature, type PublicKey, readPublicKey } from './signature';

export interface Extension {
  oid: string;
  critical: boolean;
  value: Uint8Array;
}

export interface Certificate {
  der: Uint8Array;
  fingerprint: string;
  serial: Uint8Array;
  issuer: Uint8Array;
  subject: Uint8Array;
  /** Attribute type -> text, of the subject. */
  names: Map<string, string>;
  notBefore: number;
  notAfter: number;
  key: PublicKey;
  extensions: Map<string, Extension>;
  tbs: Uint8Array;
  algorithm: Der;
  signature: Uint8Array;
}

export const NAME = { common: '2.5.4.3', serialNumber: '2.5.4.5' } as const;
const STRINGS = new Set([12, 19, 20, 22]);

function namesOf(subject: Der): Map<string, string> {
  const names = new Map<string, string>();
  for (const set of childrenOf(subject, TAG.sequence))
    for (const attribute of childrenOf(set, TAG.set, 1)) {
      const [type, value] = childrenOf(attribute, TAG.sequence, 2, 2);
      const oid = oidOf(type);
      const single = oid === NAME.common || oid === NAME.serialNumber;
      ensure(!single || !names.has(oid), '证书主体的名称重复', 'a name stands twice in the subject of a certificate');
      if (STRINGS.has(value!.tag)) names.set(oid, textOf(value!.content));
    }
  return names;
}

export function readExtensions(list: Der | undefined): Map<string, Extension> {
  const found = new Map<string, Extension>();
  for (const element of list ? childrenOf(list, TAG.sequence, 1) : []) {
    const parts = childrenOf(element, TAG.sequence, 2, 3);
    const oid = oidOf(parts[0]);
    ensure(!found.has(oid), '扩展重复', 'an extension stands twice');
    const critical = parts.length === 3 && booleanOf(parts[1]);
    found.set(oid, { oid, critical, value: octetsOf(parts.at(-1)) });
  }
  return found;
}

/** The last of the optional fields; unique identifiers (tags 81, 82) mean nothing here. */
const extensionsOf = (rest: readonly Der[]) => readExtensions(rest.find(({ tag }) => tag === 0xa3)?.children[0]);

export function readCertificate(der: Uint8Array): Certificate {
  const [tbs, algorithm, signature] = childrenOf(readDer(der), TAG.sequence, 3, 3);
  const [version, serial, inner, issuer, validity, subject, key, ...rest] = childrenOf(tbs, TAG.sequence, 7, 10);
  ensure(smallInteger(childrenOf(version, 0xa0, 1, 1)[0]) === 2, '不是 X.509 v3 证书', 'is not an X.509 v3 certificate');
  ensure(same(inner!.all, algorithm!.all), '证书内外签名算法不一致', 'a certificate names two signature algorithms');
  const [from, until] = childrenOf(validity, TAG.sequence, 2, 2);
  return {
    ...{ der, fingerprint: toHex(sha256(der)), serial: integerBytes(serial), issuer: expectTag(issuer, TAG.sequence).all, subject: subject!.all, names: namesOf(subject!) },
    ...{ notBefore: timeOf(from), notAfter: timeOf(until), key: readPublicKey(key), extensions: extensionsOf(rest) },
    ...{ tbs: tbs!.all, algorithm: algorithm!, signature: wholeBits(signature) },
  };
}

export const titleOf = ({ names, fingerprint }: Certificate): string => names.get(NAME.common) ?? fingerprint.slice(0, 16);

export const signedBy = (child: Pick<Certificate, 'tbs' | 'algorithm' | 'signature'>, issuer: Certificate): void => assertSignature(issuer.key, child.algorithm, child.tbs, child.signature);

/** Bits of keyUsage; undefined when the certificate does not limit it. */
export function keyUsage({ extensions }: Certificate): number[] | undefined {
  const extension = extensions.get('2.5.29.15');
  return extension && namedBits(readDer(extension.value));
}

export function extendedUsage({ extensions }: Certificate): { purposes: string[]; critical: boolean } | undefined {
  const extension = extensions.get('2.5.29.37');
  return extension && { critical: extension.critical, purposes: childrenOf(readDer(extension.value), TAG.sequence, 1).map((oid) => oidOf(oid)) };
}

export function constraints({ extensions }: Certificate): { authority: boolean; pathLength: number } {
  const extension = extensions.get('2.5.29.19');
  const parts = extension ? childrenOf(readDer(extension.value), TAG.sequence, 0, 2) : [];
  const authority = parts[0]?.tag === TAG.boolean && booleanOf(parts[0]);
  const length = parts.find(({ tag }) => tag === TAG.integer);
  return { authority, pathLength: length ? smallInteger(length) : Infinity };
}
