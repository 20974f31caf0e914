import { refuse } from '@kernel';
import { concat } from './bytes';
import type { CertificateFields } from './certificate';
import { certificateFields, plain, randomBytes, type WebKey } from './crypto.web';
import { DerError } from './der';
import { R } from './envelope.refusals';
import { sm2Decrypt, sm2Encrypt, sm2KeyOf, sm4CbcDecrypt, sm4CbcEncrypt } from './sm';
import { isFor, type KeyEnvelope, type KeyTransport, MAC_SIZE, NONCE_SIZE, readKeyEnvelope, sharedInfo, writeKeyEnvelope } from './key-envelope';

/** The arithmetic of a key envelope over WebCrypto, which Node and browsers both have: one code for the kit, the page and the tests. */
const GCM = { name: 'AES-GCM', length: 256 } as const;
const OAEP = { name: 'RSA-OAEP', hash: 'SHA-256' } as const;
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Puts `secret` into an envelope that only the holder of this certificate opens. The certificate itself is for the caller to check. */
export async function sealFor(certificatePem: string, secret: Uint8Array): Promise<Uint8Array> {
  const fields = certificateFields(certificatePem);
  if (fields.key.algorithm === 'sm2') return sealForSm2(fields, secret);
  const key = (await crypto.subtle.generateKey(GCM, true, ['encrypt'])) as WebKey;
  const nonce = randomBytes(NONCE_SIZE);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: plain(nonce) }, key, plain(secret)));
  const [content, mac] = [sealed.subarray(0, -MAC_SIZE), sealed.subarray(-MAC_SIZE)];
  return writeKeyEnvelope({ issuerDer: fields.issuerDer, serial: fields.serial, transport: await TRANSPORTS[transportOf(fields)].send(fields, key), nonce, content, mac });
}

/** Whoever can open: a key in this memory, or a bridge to a device. */
export interface KeyHolder {
  readonly certificatePem: string;
  /** The secret of an envelope that is the holder's. Throws when the key does not fit. */
  open(envelope: KeyEnvelope): Promise<Uint8Array>;
}

/** A holder over a private key (PKCS#8) that stays in this memory and cannot be taken out again. */
export async function holderFromPkcs8(pkcs8: Uint8Array, certificatePem: string): Promise<KeyHolder> {
  const fields = certificateFields(certificatePem);
  const foreign = () => refuse(R.keyNotOfCertificate({ subject: fields.subjectText }));
  if (fields.key.algorithm === 'sm2') {
    const d = sm2KeyOf(pkcs8) ?? foreign();
    return { certificatePem, open: async (envelope) => openSm2(envelope, d) };
  }
  const way = TRANSPORTS[transportOf(fields)];
  const key = await crypto.subtle.importKey('pkcs8', plain(pkcs8), way.algorithm, false, [...way.use]).catch(foreign);
  return { certificatePem, open: (envelope) => openGcm(envelope, way, key) };
}

/** Throws `envelope.key-envelope-malformed`, `envelope.key-envelope-foreign` or `envelope.key-envelope-damaged`. */
export async function openEnvelope(bytes: Uint8Array, holder: KeyHolder): Promise<Uint8Array> {
  const envelope = parseEnvelope(bytes);
  const fields = certificateFields(holder.certificatePem);
  if (!isFor(envelope, fields)) return refuse(R.keyEnvelopeForeign({ subject: fields.subjectText }));
  return holder.open(envelope).catch(() => refuse(R.keyEnvelopeDamaged()));
}

async function openGcm({ transport, nonce, content, mac }: KeyEnvelope, way: Way, own: WebKey): Promise<Uint8Array> {
  const key = await way.receive(transport as GcmTransport, own);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: plain(nonce) }, key, plain(concat(content, mac))));
}

const SM4_KEY = 16;

function sealForSm2({ issuerDer, serial, spki }: CertificateFields, secret: Uint8Array): Uint8Array {
  const [key, nonce] = [randomBytes(SM4_KEY), randomBytes(16)];
  const transport = { kind: 'sm2', encryptedKey: sm2Encrypt(spki, key) } as const;
  return writeKeyEnvelope({ issuerDer, serial, transport, nonce, content: sm4CbcEncrypt(key, nonce, secret), mac: new Uint8Array(0) });
}

function openSm2({ transport, nonce, content }: KeyEnvelope, d: Uint8Array): Uint8Array {
  const key = sm2Decrypt(d, transport.encryptedKey);
  if (transport.kind !== 'sm2' || key.length !== SM4_KEY) throw new DerError('not an SM4 key');
  return sm4CbcDecrypt(key, nonce, content);
}

/** Reads an envelope without opening it: whose it is, and that it is well-formed. */
export function parseEnvelope(bytes: Uint8Array): KeyEnvelope {
  try {
    return readKeyEnvelope(bytes);
  } catch (error) {
    if (error instanceof DerError) return refuse(R.keyEnvelopeMalformed({ reason: error.message }));
    throw error;
  }
}

type GcmTransport = Exclude<KeyTransport, { kind: 'sm2' }>;

interface Way {
  readonly algorithm: typeof OAEP | typeof ECDH;
  readonly use: readonly ('unwrapKey' | 'deriveBits')[];
  send(to: CertificateFields, key: WebKey): Promise<GcmTransport>;
  receive(transport: GcmTransport, own: WebKey): Promise<WebKey>;
}

const TRANSPORTS: Record<GcmTransport['kind'], Way> = {
  'rsa-oaep': {
    algorithm: OAEP,
    use: ['unwrapKey'],
    async send({ spki }, key) {
      const theirs = await crypto.subtle.importKey('spki', plain(spki), OAEP, false, ['wrapKey']);
      return { kind: 'rsa-oaep', encryptedKey: new Uint8Array(await crypto.subtle.wrapKey('raw', key, theirs, OAEP)) };
    },
    receive: ({ encryptedKey }, own) => crypto.subtle.unwrapKey('raw', plain(encryptedKey), own, OAEP, GCM, false, ['decrypt']),
  },
  'ecdh-p256': {
    algorithm: ECDH,
    use: ['deriveBits'],
    async send({ spki }, key) {
      const theirs = await crypto.subtle.importKey('spki', plain(spki), ECDH, false, []);
      const own = (await crypto.subtle.generateKey(ECDH, false, ['deriveBits'])) as { privateKey: WebKey; publicKey: WebKey };
      const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
      const wrapping = await wrappingKey(own.privateKey, theirs, 'wrapKey');
      return { kind: 'ecdh-p256', ephemeral, encryptedKey: new Uint8Array(await crypto.subtle.wrapKey('raw', key, wrapping, 'AES-KW')) };
    },
    async receive(transport, own) {
      const point = transport.kind === 'ecdh-p256' ? transport.ephemeral : new Uint8Array(0);
      const theirs = await crypto.subtle.importKey('raw', plain(point), ECDH, false, []);
      return crypto.subtle.unwrapKey('raw', plain(transport.encryptedKey), await wrappingKey(own, theirs, 'unwrapKey'), 'AES-KW', GCM, false, ['decrypt']);
    },
  },
};

/** ANSI X9.63 with SHA-256: one block gives the 32 bytes (RFC 5753 7.1.1, SEC 1 3.6.1). */
async function wrappingKey(own: WebKey, theirs: WebKey, use: 'wrapKey' | 'unwrapKey'): Promise<WebKey> {
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256));
  const block = await crypto.subtle.digest('SHA-256', plain(concat(shared, Uint8Array.of(0, 0, 0, 1), sharedInfo())));
  return crypto.subtle.importKey('raw', block, 'AES-KW', false, [use]);
}

const transportOf = ({ key }: CertificateFields): GcmTransport['kind'] => (key.algorithm === 'rsa' ? 'rsa-oaep' : 'ecdh-p256');
