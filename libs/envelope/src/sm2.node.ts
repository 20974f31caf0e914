import { createSign, createVerify, hash, type KeyObject } from 'node:crypto';
import { pointOf, signerBytes } from './sm2-curve';

/**
 * SM2 with SM3 on OpenSSL. node:crypto's one-shot functions take an empty user id and so refuse every real certificate; the streaming ones hash plainly and hand OpenSSL the bare
 * digest. So what the standard puts before the message (GB/T 32918.2 5.5) is fed in by hand. Should Node ever change this, signatures would fail, not pass: the specs compare with OpenSSL.
 */
const before = (spki: Uint8Array): Uint8Array => hash('sm3', signerBytes(pointOf(spki)), 'buffer');

export const verifySm2 = (key: KeyObject, spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => createVerify('sm3').update(before(spki)).update(message).verify(key, signature);

export const signSm2 = (key: KeyObject, spki: Uint8Array, message: Uint8Array): Uint8Array => createSign('sm3').update(before(spki)).update(message).sign(key);
