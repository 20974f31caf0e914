import { refuse } from '@kernel';
import { concat } from './bytes';
import type { CertificateFields } from './certificate';
import { certificateFields, plain, randomBytes, type WebKey } from './crypto.web';
import { DerError } from './der';
import { R } from './envelope.refusals';
import { isFor, type KeyEnvelope, type KeyTransport, MAC_SIZE, NONCE_SIZE, readKeyEnvelope, sharedInfo, writeKeyEnvelope } from './key-envelope';

/** The arithmetic of a key envelope over WebCrypto, which Node and browsers both have: one code for the kit, the page and the tests. */
const GCM = { name: 'AES-GCM', length: 256 } as const;
const OAEP = { name: 'RSA-OAEP', hash: 'SHA-256' } as const;
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Puts `secret` into an envelope that only the holder of this certificate opens. The certificate itself is for the caller to check. */
export async function sealFor(certificatePem: string, secret: Uint8Array): Promise<Uint8Array> {
  const fields = certificateFields(certificatePem);
  const key = (await crypto.subtle.generateKey(GCM, true, ['encrypt'])) as WebKey;
  const nonce = randomBytes(NONCE_SIZE);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: plain(nonce) }, key, plain(secret)));
  const [content, mac] = [sealed.subarray(0, -MAC_SIZE), sealed.subarray(-MAC_SIZE)];
  return writeKeyEnvelope({ issuerDer: fields.issuerDer, serial: fields.serial, transport: await TRANSPORTS[transportOf(fields)].send(fields, key), nonce, content, mac });
}

/** Whoever can open: a key in this memory, or a bridge to a device. */
export interface KeyHolder {
  readonly certificatePem: string;
  /** Throws when the key does not fit. */
  contentKey(transport: KeyTransport): Promise<WebKey>;
}

/** A holder over a private key (PKCS#8) that stays in this memory and cannot be taken out again. */
export async function holderFromPkcs8(pkcs8: Uint8Array, certificatePem: string): Promise<KeyHolder> {
  const fields = certificateFields(certificatePem);
  const way = TRANSPORTS[transportOf(fields)];
  const key = await crypto.subtle.importKey('pkcs8', plain(pkcs8), way.algorithm, false, [...way.use]).catch(() => refuse(R.keyNotOfCertificate({ subject: fields.subjectText })));
  return { certificatePem, contentKey: (transport) => way.receive(transport, key) };
}

/** Throws `envelope.key-envelope-malformed`, `envelope.key-envelope-foreign` or `envelope.key-envelope-damaged`. */
export async function openEnvelope(bytes: Uint8Array, holder: KeyHolder): Promise<Uint8Array> {
  const envelope = parseEnvelope(bytes);
  const fields = certificateFields(holder.certificatePem);
  if (!isFor(envelope, fields)) return refuse(R.keyEnvelopeForeign({ subject: fields.subjectText }));
  const damaged = () => refuse(R.keyEnvelopeDamaged());
  const key = await holder.contentKey(envelope.transport).catch(damaged);
  const sealed = concat(envelope.content, envelope.mac);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: plain(envelope.nonce) }, key, plain(sealed)).catch(damaged));
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

interface Way {
  readonly algorithm: typeof OAEP | typeof ECDH;
  readonly use: readonly ('unwrapKey' | 'deriveBits')[];
  send(to: CertificateFields, key: WebKey): Promise<KeyTransport>;
  receive(transport: KeyTransport, own: WebKey): Promise<WebKey>;
}

const TRANSPORTS: Record<KeyTransport['kind'], Way> = {
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

const transportOf = ({ key }: CertificateFields): KeyTransport['kind'] => (key.algorithm === 'rsa' ? 'rsa-oaep' : 'ecdh-p256');
