import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { concat } from './bytes';
import { KEY_SIZE, type SegmentCipher, type Suite, TAG_SIZE } from './stream';

/** Both suites on node:crypto. The key of a body comes from the file key, the salt and the associated data (RFC 5869), so that another address is another key. */
const derive = (digest: 'sha256' | 'sm3', key: Uint8Array, salt: Uint8Array, aad: string, size: number): Uint8Array => new Uint8Array(hkdfSync(digest, key, salt, Buffer.from(aad, 'utf8'), size));

function aesGcm(key: Uint8Array): SegmentCipher {
  return {
    seal(nonce, plain) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
    },
    open(nonce, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_SIZE });
      decipher.setAuthTag(sealed.subarray(-TAG_SIZE));
      const plain = decipher.update(sealed.subarray(0, -TAG_SIZE));
      try {
        decipher.final();
        return plain;
      } catch {
        plain.fill(0);
        return undefined;
      }
    },
  };
}

/** SM4 in counter mode, then HMAC-SM3 over nonce and ciphertext, cut to 16 bytes: neither Node 20 nor 24 has SM4-GCM. */
function sm4Hmac(keys: Uint8Array): SegmentCipher {
  const [cipherKey, macKey] = [keys.subarray(0, 16), keys.subarray(16)];
  const crypt = (nonce: Uint8Array, data: Uint8Array) => createCipheriv('sm4-ctr', cipherKey, concat(nonce, new Uint8Array(4))).update(data);
  const tagOf = (nonce: Uint8Array, sealed: Uint8Array) => createHmac('sm3', macKey).update(nonce).update(sealed).digest().subarray(0, TAG_SIZE);
  return {
    seal(nonce, plain) {
      const sealed = crypt(nonce, plain);
      return [sealed, tagOf(nonce, sealed)];
    },
    open(nonce, sealed) {
      const body = sealed.subarray(0, -TAG_SIZE);
      return timingSafeEqual(tagOf(nonce, body), sealed.subarray(-TAG_SIZE)) ? crypt(nonce, body) : undefined;
    },
  };
}

const CIPHERS: Readonly<Record<Suite, (key: Uint8Array, salt: Uint8Array, aad: string) => SegmentCipher>> = {
  international: (key, salt, aad) => aesGcm(derive('sha256', key, salt, aad, KEY_SIZE)),
  sm: (key, salt, aad) => sm4Hmac(derive('sm3', key, salt, aad, 48)),
};

export function segmentCipher(suite: Suite, key: Uint8Array, salt: Uint8Array, aad: string): SegmentCipher {
  if (key.length !== KEY_SIZE) throw new RangeError('a body key has 32 bytes');
  return CIPHERS[suite](key, salt, aad);
}
