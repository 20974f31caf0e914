import { readPem, writePem } from '@envelope-web';
import type { asn1 as Asn1, pkcs12 as Pkcs12 } from 'node-forge';

/** Why a certificate file cannot be used; the page has a sentence for each. */
export type KeyFileFault = 'passphrase' | 'no-key' | 'no-certificate' | 'not-a-key-file' | 'not-its-key';

export class KeyFileError extends Error {
  constructor(readonly fault: KeyFileFault) {
    super(fault);
  }
}

export interface KeyFile {
  /** PKCS#8, DER. */
  pkcs8: Uint8Array;
  certificatePem: string;
  /** The other certificates of the file: intermediate authorities. */
  chainPem: string[];
}

const bytesOf = (binary: string): Uint8Array => Uint8Array.from(binary, (char) => char.charCodeAt(0));
const binaryOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

const load = async () => (await import('node-forge')).default;
type Forge = Awaited<ReturnType<typeof load>>;

/** The library takes each letter of a passphrase for a byte where keys are derived as today (PBES2); openssl and CAs mean its UTF-8. The older way is right there. */
const inUtf8 =
  (lib: Forge, derive: (passphrase: string, ...more: unknown[]) => string) =>
  (passphrase: string, ...more: unknown[]): string =>
    derive(lib.util.encodeUtf8(passphrase), ...more);

let mended = false;

/** The library is large and only needed while a file is opened. */
async function forge(): Promise<Forge> {
  const lib = await load();
  if (!mended) Object.assign(lib.pkcs5, { pbkdf2: inUtf8(lib, lib.pkcs5.pbkdf2 as Parameters<typeof inUtf8>[1]) });
  mended = true;
  return lib;
}

function opened(lib: Forge, bytes: Uint8Array, passphrase: string): Pkcs12.Pkcs12Pfx {
  let asn1: Asn1.Asn1;
  try {
    asn1 = lib.asn1.fromDer(binaryOf(bytes));
  } catch {
    throw new KeyFileError('not-a-key-file');
  }
  try {
    return lib.pkcs12.pkcs12FromAsn1(asn1, false, passphrase);
  } catch (error) {
    throw new KeyFileError(/password|MAC|decrypt/i.test(String(error)) ? 'passphrase' : 'not-a-key-file');
  }
}

/** Bags of all safes; the library names them by type. */
const bagsOf = (file: Pkcs12.Pkcs12Pfx, type: string): Pkcs12.Bag[] => file.getBags({ bagType: type })[type] ?? [];

/**
 * The library writes a NULL behind every signature algorithm; ECDSA has none (RFC 5758), and a certificate whose two algorithm fields differ is
 * refused by careful readers. What was signed says which it is: the outer field is copied from there.
 */
function faithful(certificate: Asn1.Asn1): Asn1.Asn1 {
  const parts = certificate.value as Asn1.Asn1[];
  const signed = parts[0]!.value as Asn1.Asn1[];
  const afterVersion = signed[0]!.tagClass === 0x80 ? 2 : 1;
  return { ...certificate, value: [parts[0]!, signed[afterVersion]!, parts[2]!] };
}

/**
 * Reads a .p12/.pfx file (RFC 7292) with AES or the older 3DES protection, RSA or EC keys. The library keeps what it does not model (EC) as
 * bare ASN.1, which is all that is needed here. Passphrases are ASCII: RFC 7292 wants others in UTF-16 for one half of a file and in UTF-8
 * for the other, which the library does not do. Nothing leaves the browser.
 */
export async function readPkcs12(bytes: Uint8Array, passphrase: string): Promise<KeyFile> {
  const lib = await forge();
  const file = opened(lib, bytes, passphrase);
  const der = (asn1: Asn1.Asn1) => bytesOf(lib.asn1.toDer(asn1).getBytes());
  const [keyBag] = [...bagsOf(file, lib.pki.oids['pkcs8ShroudedKeyBag']!), ...bagsOf(file, lib.pki.oids['keyBag']!)];
  if (!keyBag) throw new KeyFileError('no-key');
  const pkcs8 = keyBag.key ? der(lib.pki.wrapRsaPrivateKey(lib.pki.privateKeyToAsn1(keyBag.key))) : der(keyBag.asn1);
  const localId = (bag: Pkcs12.Bag) => (bag.attributes as { localKeyId?: string[] } | undefined)?.localKeyId?.[0];
  const bags = bagsOf(file, lib.pki.oids['certBag']!);
  const own = bags.find((bag) => localId(bag) !== undefined && localId(bag) === localId(keyBag)) ?? bags[0];
  if (!own) throw new KeyFileError('no-certificate');
  const pem = (bag: Pkcs12.Bag) => writePem('CERTIFICATE', der(bag.cert ? faithful(lib.pki.certificateToAsn1(bag.cert)) : bag.asn1));
  return { pkcs8, certificatePem: pem(own), chainPem: bags.filter((bag) => bag !== own).map(pem) };
}

/** Writes a .p12 file for an RSA key, protected with AES-256. */
export async function writePkcs12({ pkcs8, certificatePem }: Pick<KeyFile, 'pkcs8' | 'certificatePem'>, passphrase: string): Promise<Uint8Array> {
  const lib = await forge();
  const key = lib.pki.privateKeyFromPem(writePem('PRIVATE KEY', pkcs8));
  const { certificateToAsn1 } = lib.pki;
  try {
    lib.pki.certificateToAsn1 = (certificate) => faithful(certificateToAsn1(certificate));
    const asn1 = lib.pkcs12.toPkcs12Asn1(key, [lib.pki.certificateFromPem(certificatePem)], passphrase, { algorithm: 'aes256', generateLocalKeyId: true });
    return bytesOf(lib.asn1.toDer(asn1).getBytes());
  } finally {
    lib.pki.certificateToAsn1 = certificateToAsn1;
  }
}

/** A PEM text with a PKCS#8 key and a certificate, as the command line's kit uses them. */
function readPemPair(text: string): KeyFile {
  const blocks = readPem(text);
  const key = blocks.find(({ label }) => label === 'PRIVATE KEY');
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ bytes }) => writePem('CERTIFICATE', bytes));
  if (!key) throw new KeyFileError(blocks.length ? 'no-key' : 'not-a-key-file');
  if (!certificates[0]) throw new KeyFileError('no-certificate');
  return { pkcs8: key.bytes, certificatePem: certificates[0], chainPem: certificates.slice(1) };
}

/** Any key file that people have: .p12, .pfx, or PEM. */
export async function readKeyFile(bytes: Uint8Array, passphrase: string): Promise<KeyFile> {
  const start = new TextDecoder().decode(bytes.subarray(0, 5));
  return start === '-----' ? readPemPair(new TextDecoder().decode(bytes)) : readPkcs12(bytes, passphrase);
}
