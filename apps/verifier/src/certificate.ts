import { sha256 } from '@noble/hashes/sha2.js';
import { textOf, toHex, same } from './bytes';
import { childrenOf, type Der, readDer, TAG } from './der';
import { integerBytes, oidOf, smallInteger, timeOf, unsigned, wholeBits } from './der-values';
import { assertReadable, type Extensions, readExtensions } from './extensions';
import { ensure } from './fault';
import { assertSignature, type PublicKey, readPublicKey } from './signature';

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
  extensions: Extensions;
  tbs: Uint8Array;
  algorithm: Der;
  signature: Uint8Array;
}

export const NAME = { common: '2.5.4.3', serialNumber: '2.5.4.5' } as const;
/** A second one would make the holder ambiguous, and what cannot be read names nobody. */
const SINGLE = new Set<string>([NAME.common, NAME.serialNumber, '2.5.4.10']);

/** The text of a string type that certificates use; undefined for any other. */
function textIn({ tag, content }: Der): string | undefined {
  if (tag === TAG.utf8) return textOf(content);
  if (tag === TAG.printable || tag === TAG.ia5) {
    ensure(
      content.every((byte) => byte >= 0x20 && byte <= 0x7e),
      '证书中的名称不是文本',
      'a name in a certificate is no text',
    );
    return textOf(content);
  }
  return tag === TAG.bmp ? new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }).decode(content) : undefined;
}

/** Attribute type -> text. */
function readName(name: Der | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const set of childrenOf(name, TAG.sequence))
    for (const attribute of childrenOf(set, TAG.set)) {
      const [type, value] = childrenOf(attribute, TAG.sequence, 2, 2);
      const oid = oidOf(type);
      const text = textIn(value!);
      ensure(!SINGLE.has(oid) || (text !== undefined && !found.has(oid)), '证书中的名称重复或无法读取', 'a name in a certificate stands twice or cannot be read');
      if (text !== undefined) found.set(oid, text);
    }
  return found;
}

function namesOf(issuer: Der | undefined, subject: Der | undefined) {
  readName(issuer);
  return { issuer: issuer!.all, subject: subject!.all, names: readName(subject) };
}

/** Version 3 has extensions; unique identifiers (tags 81, 82) stand in none that is taken. */
function extensionsOf(rest: readonly Der[]): Extensions {
  ensure(rest.length === 1 && rest[0]!.tag === 0xa3, '证书没有扩展，或带有唯一标识符', 'a certificate has no extensions, or unique identifiers');
  const extensions = readExtensions(childrenOf(rest[0], 0xa3, 1, 1)[0]);
  assertReadable(extensions);
  return extensions;
}

/** RFC 5280 4.1.2.2: positive, at most 20 octets besides the one that keeps the sign away. */
function serialOf(element: Der | undefined): Uint8Array {
  const number = unsigned(element);
  ensure(number.length <= 20 && number.some((byte) => byte !== 0), '证书序列号超出范围', 'the serial number of a certificate is out of range');
  return integerBytes(element);
}

export function readCertificate(der: Uint8Array): Certificate {
  const [tbs, algorithm, signature] = childrenOf(readDer(der), TAG.sequence, 3, 3);
  const [version, serial, inner, issuer, validity, subject, key, ...rest] = childrenOf(tbs, TAG.sequence, 8, 10);
  ensure(smallInteger(childrenOf(version, 0xa0, 1, 1)[0]) === 2, '不是 X.509 v3 证书', 'is not an X.509 v3 certificate');
  ensure(same(inner!.all, algorithm!.all), '证书内外签名算法不一致', 'a certificate names two signature algorithms');
  const [from, until] = childrenOf(validity, TAG.sequence, 2, 2);
  return {
    ...{ der, fingerprint: toHex(sha256(der)), serial: serialOf(serial), ...namesOf(issuer, subject) },
    ...{ notBefore: timeOf(from), notAfter: timeOf(until), key: readPublicKey(key), extensions: extensionsOf(rest) },
    ...{ tbs: tbs!.all, algorithm: algorithm!, signature: wholeBits(signature) },
  };
}

export const titleOf = ({ names, fingerprint }: Certificate): string => names.get(NAME.common) ?? fingerprint.slice(0, 16);

export const signedBy = (child: Pick<Certificate, 'tbs' | 'algorithm' | 'signature'>, issuer: Certificate): void => assertSignature(issuer.key, child.algorithm, child.tbs, child.signature);
