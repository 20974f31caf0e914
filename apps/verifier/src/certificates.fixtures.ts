import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createKeyPair, type ExtensionToWrite, keyUsage } from '@envelope';
import { authorityKeyId, subjectKeyId, writeExtension } from '../../../libs/envelope/src/certificate-write';
import * as der from '../../../libs/envelope/src/der';
import { importPrivateKey } from '../../../libs/envelope/src/crypto.node';

/** Certificates and lists with any field as one likes: what no sane authority writes is what the two validators must agree on. */
const { sequence, setOf, oid, context, contextPrimitive, bitString, octetString, utf8String, smallInteger, boolean } = der;

export const AT = new Date('2026-11-21T08:00:00Z');
const [FROM, UNTIL] = ['260101000000Z', '280101000000Z'];
export const utc = (digits: string) => der.der(23, Buffer.from(digits));
export const ECDSA = '1.2.840.10045.4.3.2';
export const algorithm = (id: string, ...more: Uint8Array[]) => sequence(oid(id), ...more);

export const attribute = (type: string, value: Uint8Array) => sequence(oid(`2.5.4.${type}`), value);
export const name = (...attributes: Uint8Array[]) => sequence(...attributes.map((one) => setOf(one)));
export const named = (commonName: string) => name(attribute('3', utf8String(commonName)));

export interface Key {
  spki: Uint8Array;
  sign: (data: Uint8Array) => Uint8Array;
}
const withNode = ({ publicKey, privateKey }: ReturnType<typeof generateKeyPairSync>, hash = 'sha256'): Key => ({
  spki: publicKey.export({ format: 'der', type: 'spki' }),
  sign: (data) => sign(hash, data, privateKey),
});
export const rsaKey = (modulusLength: number, publicExponent = 65_537) => withNode(generateKeyPairSync('rsa', { modulusLength, publicExponent }) as never);
export const curveKey = (namedCurve: string) => withNode(generateKeyPairSync('ec', { namedCurve }) as never);
export const hashed = (hash: string): Key => {
  const { privateKeyPem } = createKeyPair('p-256');
  const privateKey = createPrivateKey(privateKeyPem);
  return { spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }), sign: (data) => sign(hash, data, privateKey) };
};
export const plainKey = (kind: Parameters<typeof createKeyPair>[0] = 'p-256'): Key => {
  const key = importPrivateKey(createKeyPair(kind).privateKeyPem);
  return { spki: key.spki, sign: (data) => key.sign(data) };
};

export const idOf = (key: Key) => createHash('sha1').update(key.spki).digest();

export interface Issuer {
  name: Uint8Array;
  key: Key;
}

/** Each field as bytes; what is left out is as it should be. */
export interface Fields {
  by: Issuer;
  version?: Uint8Array | undefined;
  serial?: Uint8Array;
  inner?: Uint8Array;
  outer?: Uint8Array;
  issuer?: Uint8Array;
  validity?: Uint8Array[];
  subject?: Uint8Array;
  spki?: Uint8Array;
  ids?: Uint8Array[];
  extensions?: readonly (ExtensionToWrite | Uint8Array)[] | undefined;
  behind?: Uint8Array;
}

const whole = (one: ExtensionToWrite | Uint8Array) => (one instanceof Uint8Array ? one : writeExtension(one));
let serials = 1000;
export const nextSerial = () => smallInteger((serials += 1));
export const FOR_SIGNING = [keyUsage(['digitalSignature'])];
const leafKey = plainKey();

export function certificate({ by, extensions = FOR_SIGNING, outer, inner = algorithm(ECDSA), ids = [], ...fields }: Fields): Uint8Array {
  const tbs = sequence(
    ...('version' in fields ? (fields.version ? [context(0, fields.version)] : []) : [context(0, smallInteger(2))]),
    fields.serial ?? nextSerial(),
    inner,
    fields.issuer ?? by.name,
    sequence(...(fields.validity ?? [utc(FROM), utc(UNTIL)])),
    fields.subject ?? named('某公司'),
    fields.spki ?? leafKey.spki,
    ...ids,
    ...(extensions.length ? [context(3, sequence(...extensions.map(whole)))] : []),
  );
  return Uint8Array.from([...sequence(tbs, outer ?? inner, bitString(by.key.sign(tbs))), ...(fields.behind ?? [])]);
}

export const AUTHORITY_USES = [keyUsage(['keyCertSign', 'cRLSign'])];
export const cA = (pathLength?: number): ExtensionToWrite => ({ oid: '2.5.29.19', critical: true, value: sequence(boolean(true), ...(pathLength === undefined ? [] : [smallInteger(pathLength)])) });
export const keyIds = (own: Key, issuer: Key) => [subjectKeyId(idOf(own)), authorityKeyId(idOf(issuer))];

/** An authority under `by`, or one that signs itself. */
export function authority(commonName: string, by?: Issuer, { extensions = [cA(), ...AUTHORITY_USES] as Fields['extensions'], key = plainKey() } = {}) {
  const self: Issuer = { name: named(commonName), key };
  const over = by ?? self;
  return { ...self, der: certificate({ by: over, subject: self.name, spki: key.spki, extensions: [...extensions!, ...keyIds(key, over.key)] }) };
}

export interface ListFields {
  by: Issuer;
  version?: Uint8Array | undefined;
  outer?: Uint8Array;
  next?: Uint8Array | undefined;
  entries?: readonly Uint8Array[];
  extensions?: readonly ExtensionToWrite[];
}

export const entry = (serial: Uint8Array, ...extensions: ExtensionToWrite[]) => sequence(serial, utc('261101000000Z'), ...(extensions.length ? [sequence(...extensions.map(whole))] : []));

export function list({ by, outer, entries = [], extensions = [], ...fields }: ListFields): Uint8Array {
  const inner = algorithm(ECDSA);
  const tbs = sequence(
    ...('version' in fields ? (fields.version ? [fields.version] : []) : [smallInteger(1)]),
    inner,
    by.name,
    utc('261120000000Z'),
    ...('next' in fields ? (fields.next ? [fields.next] : []) : [utc('261127000000Z')]),
    ...(entries.length ? [sequence(...entries)] : []),
    ...(extensions.length ? [context(0, sequence(...extensions.map(whole)))] : []),
  );
  return sequence(tbs, outer ?? inner, bitString(by.key.sign(tbs)));
}

/** Whole values of extensions that are read; of any other, a text. */
const general = contextPrimitive(6, Buffer.from('http://a.example/x'));
export const VALUES: Readonly<Record<string, Uint8Array>> = {
  '2.5.29.14': octetString(Uint8Array.of(1, 2, 3)),
  '2.5.29.35': sequence(),
  '2.5.29.31': sequence(sequence(context(0, context(0, general)))),
  '1.3.6.1.5.5.7.1.1': sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), general)),
  '2.5.29.17': sequence(general),
  '2.5.29.32': sequence(sequence(oid('1.2.3.4'))),
  '2.5.29.30': sequence(context(0, sequence(contextPrimitive(2, Buffer.from('a.example'))))),
};
export const valueOf = (id: string): Uint8Array => VALUES[id] ?? utf8String('某');
/** Ends in the middle. */
export const BROKEN = Uint8Array.of(0x30, 3, 2, 1);
