import { refuse } from '@kernel';
import { R } from './envelope.refusals';

export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** Characters: hundreds of certificates. */
export const MAX_PEM_SIZE = 2 ** 20;

const DASHES = '-----';
const LABEL = /^[A-Z0-9 ]+$/;
const BODY = /^\s[A-Za-z0-9+/=\s]*$/;

/**
 * Every block of a PEM text (RFC 7468), in order. What stands between blocks, and blocks with headers (RFC 1421), are passed over. Neither labels nor base64 hold a
 * hyphen, so the text is taken apart at its dashes once: no input makes it look twice at a place. Throws `envelope.pem-malformed`.
 */
export function readPem(text: string, limit = MAX_PEM_SIZE): PemBlock[] {
  if (text.length > limit) refuse(R.pemMalformed({ reason: `> ${limit}` }));
  const pieces = text.split(DASHES);
  return pieces.flatMap((piece, i) => {
    const label = piece.startsWith('BEGIN ') ? piece.slice(6) : '';
    const [body = '', end] = [pieces[i + 1], pieces[i + 2]];
    return LABEL.test(label) && end === `END ${label}` && BODY.test(body) ? [{ label, bytes: fromBase64(body) }] : [];
  });
}

export function writePem(label: string, bytes: Uint8Array): string {
  const lines = btoa(binary(bytes)).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function binary(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function fromBase64(body: string): Uint8Array {
  try {
    return Uint8Array.from(atob(body.replace(/\s/g, '')), (char) => char.charCodeAt(0));
  } catch {
    return refuse(R.pemMalformed({ reason: 'base64' }));
  }
}
