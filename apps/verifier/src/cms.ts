import { same } from './bytes';
import { type Certificate, readCertificate } from './certificate';
import { childrenOf, type Der, expectTag, readDer, TAG } from './der';
import { octetsOf, oidOf, smallInteger, timeOf, integerBytes } from './der-values';
import { ensure, fail } from './fault';
import { assertSignature, type Hash, HASHES, hashOf } from './signature';

export const ID_DATA = '1.2.840.113549.1.7.1';
const ATTRIBUTE = { contentType: '1.2.840.113549.1.9.3', messageDigest: '1.2.840.113549.1.9.4', signingTime: '1.2.840.113549.1.9.5', certificate: '1.2.840.113549.1.9.16.2.47' };

export interface Form {
  version: 1 | 3;
  type: string;
  /** A token carries its content and may come in BER from elsewhere; our own signatures are detached DER. */
  token: boolean;
}

export interface Signed {
  content: Uint8Array | undefined;
  certificates: Certificate[];
  signer: Certificate;
  /** What the signer claims; undefined where no such attribute stands. */
  signingTime: number | undefined;
}

/** The names that GB/T 35275 gives to the same content types. */
const NATIONAL: Record<string, string> = { '1.2.156.10197.6.1.4.2.1': ID_DATA, '1.2.156.10197.6.1.4.2.2': '1.2.840.113549.1.7.2' };
const plainName = (element: Der | undefined): string => NATIONAL[oidOf(element)] ?? oidOf(element);

const malformed = (): never => fail('签名结构不符合规定', 'the signature is not of the described form');
const must = (holds: boolean): void => void (holds || malformed());

/** Type -> the one value. Written in DER order, each once. */
function attributesOf(set: Der, ordered: boolean): Map<string, Der> {
  const found = new Map<string, Der>();
  let last: Uint8Array | undefined;
  for (const attribute of expectTag(set, 0xa0).children) {
    const [type, values] = childrenOf(attribute, TAG.sequence, 2, 2);
    const oid = oidOf(type);
    must(!found.has(oid));
    if (ordered && last) must(follows(attribute.all, last));
    last = attribute.all;
    found.set(oid, childrenOf(values, TAG.set, 1, 1)[0]!);
  }
  return found;
}

function follows(bytes: Uint8Array, before: Uint8Array): boolean {
  const i = bytes.findIndex((byte, n) => byte !== before[n]);
  return i >= 0 && (before[i] === undefined || bytes[i]! > before[i]);
}

/** signingCertificateV2 (RFC 5035): without it, another certificate over the same key could be put in the signer's place. */
function assertCertificateNamed(value: Der | undefined, signer: Certificate): void {
  const [ids] = childrenOf(value, TAG.sequence, 1, 2);
  const parts = [...childrenOf(childrenOf(ids, TAG.sequence, 1)[0], TAG.sequence, 1, 3)];
  const hash: Hash = parts[0]!.tag === TAG.sequence ? hashOf(parts.shift()) : 'sha256';
  ensure(same(octetsOf(parts[0]), HASHES[hash](signer.der)), '签名所指的证书不是此证书', 'the signature names another certificate');
  if (!parts[1]) return;
  const [names, serial] = childrenOf(parts[1], TAG.sequence, 2, 2);
  const [name] = childrenOf(names, TAG.sequence, 1, 1);
  must(name!.tag === 0xa4 && same(name!.content, signer.issuer) && same(integerBytes(serial), signer.serial));
}

function signerOf(id: Der | undefined, certificates: readonly Certificate[]): Certificate {
  const [issuer, serial] = childrenOf(id, TAG.sequence, 2, 2);
  const found = certificates.filter((one) => same(one.issuer, issuer!.all) && same(one.serial, integerBytes(serial)));
  ensure(found.length > 0, '签名中没有签名者的证书', "the signer's certificate is missing");
  return found[0]!;
}

function frameOf(bytes: Uint8Array, { version, type, token }: Form) {
  const [oid, inside] = childrenOf(readDer(bytes, { ber: token }), TAG.sequence, 2, 2);
  must(plainName(oid) === '1.2.840.113549.1.7.2');
  const [number, digests, content, ...rest] = childrenOf(childrenOf(inside, 0xa0, 1, 1)[0], TAG.sequence, 4, 6);
  const [contentType, box] = childrenOf(content, TAG.sequence, token ? 2 : 1, token ? 2 : 1);
  must(smallInteger(number) === version && plainName(contentType) === type);
  const certificates = rest[0]?.tag === 0xa0 ? rest.shift()!.children : [];
  if (token && rest[0]?.tag === 0xa1) rest.shift(); // revocation lists that came along are not used
  const [info] = childrenOf(rest.shift(), TAG.set, 1, 1);
  must(rest.length === 0 && certificates.length <= 10);
  return { digests: childrenOf(digests, TAG.set, 1, token ? 4 : 1).map(hashOf), info, certificates, content: box && octetsOf(childrenOf(box, 0xa0, 1, 1)[0]) };
}

/** Verifies a CMS SignedData over `detached`, or over what it carries. `pool` helps where a token left its certificates out. */
export function verifyCms(bytes: Uint8Array, detached: Uint8Array | undefined, form: Form, pool: readonly Certificate[] = []): Signed {
  const frame = frameOf(bytes, form);
  const carried = frame.certificates.map(({ all }) => readCertificate(all));
  const [version, id, digest, attributes, algorithm, signature, unsigned] = childrenOf(frame.info, TAG.sequence, 6, form.token ? 7 : 6);
  must(smallInteger(version) === 1 && (!unsigned || unsigned.tag === 0xa1));
  const hash = hashOf(digest);
  must(frame.digests.includes(hash));
  const certificates = carried.length > 0 ? carried : form.token ? [...pool] : malformed();
  const signer = signerOf(id, certificates);
  const content = frame.content ?? detached ?? malformed();
  const signed = attributesOf(attributes ?? malformed(), !form.token);
  must(plainName(signed.get(ATTRIBUTE.contentType)) === form.type);
  ensure(same(octetsOf(signed.get(ATTRIBUTE.messageDigest)), HASHES[hash](content)), '内容与签名时不同', 'the content is not what was signed');
  assertCertificateNamed(signed.get(ATTRIBUTE.certificate), signer);
  const asSet = Uint8Array.from(attributes!.all);
  asSet[0] = TAG.set; // RFC 5652 5.4
  assertSignature(signer.key, algorithm, asSet, octetsOf(signature), hash);
  const time = signed.get(ATTRIBUTE.signingTime);
  must(form.token || time !== undefined);
  return { content: frame.content, certificates, signer, signingTime: time && timeOf(time) };
}
