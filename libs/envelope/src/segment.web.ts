import { concat, sameBytes, utf8 } from './bytes';
import { plain } from './crypto.web';
import { hmacSm3, sm4Ctr } from './sm';
import { KEY_SIZE, type Suite, TAG_SIZE } from './stream';

/** Both suites in a browser: AES by WebCrypto, SM4 and SM3 in plain arithmetic (slow: some 15 MB a second). Undefined when a tag is wrong. */
export interface WebSegmentCipher {
  seal(nonce: Uint8Array, clear: Uint8Array): Promise<Uint8Array>;
  open(nonce: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | undefined>;
}

async function aesGcm(key: Uint8Array, salt: Uint8Array, aad: string): Promise<WebSegmentCipher> {
  const material = await crypto.subtle.importKey('raw', plain(key), 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: plain(salt), info: plain(utf8(aad)) };
  const cipherKey = await crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const gcm = (nonce: Uint8Array) => ({ name: 'AES-GCM', iv: plain(nonce) });
  return {
    seal: async (nonce, clear) => new Uint8Array(await crypto.subtle.encrypt(gcm(nonce), cipherKey, plain(clear))),
    open: (nonce, sealed) =>
      crypto.subtle.decrypt(gcm(nonce), cipherKey, plain(sealed)).then(
        (clear) => new Uint8Array(clear),
        () => undefined,
      ),
  };
}

/** HKDF (RFC 5869) with HMAC-SM3, 48 bytes. */
function deriveSm(key: Uint8Array, salt: Uint8Array, aad: string): Uint8Array {
  const secret = hmacSm3(salt, key);
  const info = utf8(aad);
  const first = hmacSm3(secret, info, Uint8Array.of(1));
  return concat(first, hmacSm3(secret, first, info, Uint8Array.of(2))).subarray(0, 48);
}

async function sm4Hmac(key: Uint8Array, salt: Uint8Array, aad: string): Promise<WebSegmentCipher> {
  const keys = deriveSm(key, salt, aad);
  const [cipherKey, macKey] = [keys.subarray(0, 16), keys.subarray(16)];
  const crypt = (nonce: Uint8Array, data: Uint8Array) => sm4Ctr(cipherKey, concat(nonce, new Uint8Array(4)), data);
  const tagOf = (nonce: Uint8Array, body: Uint8Array) => hmacSm3(macKey, nonce, body).subarray(0, TAG_SIZE);
  return {
    async seal(nonce, clear) {
      const body = crypt(nonce, clear);
      return concat(body, tagOf(nonce, body));
    },
    async open(nonce, sealed) {
      const body = sealed.subarray(0, -TAG_SIZE);
      return sameBytes(tagOf(nonce, body), sealed.subarray(-TAG_SIZE)) ? crypt(nonce, body) : undefined;
    },
  };
}

const CIPHERS: Readonly<Record<Suite, typeof aesGcm>> = { international: aesGcm, sm: sm4Hmac };

export function webSegmentCipher(suite: Suite, key: Uint8Array, salt: Uint8Array, aad: string): Promise<WebSegmentCipher> {
  if (key.length !== KEY_SIZE) throw new RangeError('a body key has 32 bytes');
  return CIPHERS[suite](key, salt, aad);
}
