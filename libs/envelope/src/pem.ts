const PEM = /-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END \1-----/g;

export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** Every block of a PEM text (RFC 7468), in order. */
export function readPem(text: string): PemBlock[] {
  return Array.from(text.matchAll(PEM), ([, label = '', body = '']) => ({ label, bytes: fromBase64(body) }));
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

/** atob throws on text that is not base64; the caller says which document that was. */
function fromBase64(body: string): Uint8Array {
  return Uint8Array.from(atob(body.replace(/\s/g, '')), (char) => char.charCodeAt(0));
}
