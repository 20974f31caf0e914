import { certificateFields, signDetachedWeb, signerFromPkcs8, utf8, type WebSigner } from '@envelope-web';
import { useSyncExternalStore } from 'react';
import { measureClock, serverNow } from '../clock';
import type { KeyFile } from './pkcs12';

/**
 * The unlocked key of the person at this page. It lives in this page's memory only: closing or reloading the page locks it again, and what
 * WebCrypto holds cannot be read back, not even by us.
 */
export interface Unlocked extends WebSigner {
  /** For people: who, until when, which certificate. */
  holder: string;
  serialTail: string;
  notAfter: string;
  issuer: string;
}

let unlocked: Unlocked | undefined;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Takes a key for this page. Refuses one that does not belong to its certificate. */
export async function unlock({ pkcs8, certificatePem, chainPem }: KeyFile): Promise<Unlocked> {
  return unlockWith(await signerFromPkcs8(pkcs8, certificatePem, chainPem));
}

/** The same for any signer, a bridge to a USB key for instance. */
export function unlockWith(signer: WebSigner): Unlocked {
  const fields = certificateFields(signer.certificatePem);
  unlocked = { ...signer, holder: fields.subject.commonName ?? fields.subjectText, serialTail: hex(fields.serial).slice(-6), notAfter: new Date(fields.notAfter).toISOString(), issuer: fields.issuer };
  tell();
  return unlocked;
}

export function lock(): void {
  unlocked = undefined;
  tell();
}

export function useUnlocked(): Unlocked | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => unlocked,
  );
}

export const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** Milliseconds in which the same text by the same key is the same signature; the platform takes one that is an hour old. */
const SAME_MS = 30 * 60_000;
/** The last one of each key at hand, and the time that it states. */
const signed = new WeakMap<WebSigner, { text: string; at: number; signature: string }>();

/**
 * A detached CMS signature over a text, base64, at the server's time, asked anew: the platform takes no other, and a device may have slept or be wrong. Whose answer was lost
 * presses again and sends what he sent: with another signature it would be another request under the same key, and be refused. One that states another time than it is by now
 * is not sent again.
 */
export async function signText(text: string, signer: WebSigner): Promise<string> {
  await measureClock().catch(() => undefined); // the last offset goes on
  const at = serverNow();
  const before = signed.get(signer);
  if (before?.text === text && Math.abs(at - before.at) < SAME_MS) return before.signature;
  const signature = base64(await signDetachedWeb(utf8(text), signer, new Date(at)));
  signed.set(signer, { text, at, signature });
  return signature;
}
