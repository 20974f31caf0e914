import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { finished } from 'node:stream/promises';
import {
  assertBidParts,
  assertBlob,
  type EscrowTerms,
  mediaTypeOf,
  parseManifest,
  type PartToSeal,
  partNameAt,
  PRICE_SHEET,
  readCertificate,
  readCertificates,
  safeFileName,
  sealBidToStream,
  type Suite,
  verifySealedBid,
  writePriceSheet,
} from '@envelope';
import { asAddress, identityOf, inDir, type KeyOptions, readIf, readTerms, taken, type TenderTerms, writeSecret } from './folder';
import { tell } from './tell';
import { measured } from './transfer';
import { assertTrustees, tellTrustees } from './trustees';

export interface SealOptions extends KeyOptions {
  terms?: string;
  tender?: string;
  lot?: string;
  /** Fen. */
  price: string;
  /** Calendar days. */
  days?: string;
  body: string;
  annex: string[];
  version?: string;
  suite: Suite;
  /** Authorities whose certificates count for trustees. */
  ca: string[];
  out: string;
}

/** What is written is new: a link that somebody put there leads nowhere. */
const NEW = { flag: 'wx' } as const;
const SHEET_NAME = '开标一览表.json';

/** A whole number as it is written, without sign, blank, exponent or other base: what is sealed cannot be mended. */
function whole(option: string, text: string, most: number): number {
  if (/^[1-9]\d{0,5}$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${option} 应为 1 至 ${most} 的整数，现为“${text}” / is a whole number from 1 to ${most}`);
}

/** From a file of `kit fetch`, or typed; where trustees open, the file is needed. */
function termsOf({ terms, tender, lot, version }: SealOptions): Pick<TenderTerms, 'tender' | 'lot' | 'version' | 'trustees'> {
  if (!terms && (!tender || !lot)) throw new Error('请用 --terms 给出 kit fetch 取得的文件，或同时给出 --tender 和 --lot / give --terms, or both --tender and --lot');
  const read = terms ? readTerms(terms) : { ...asAddress(tender!, lot!), version: 1, trustees: null };
  return { ...read, version: version === undefined ? read.version : whole('--version', version, 9999) };
}

/** Price sheet, body, annexes: what could only be refused after the deadline is refused here (`envelope.price-total`, `envelope.part-empty`). */
function partsOf({ price, days, body, annex }: SealOptions): PartToSeal<Uint8Array | AsyncIterable<Uint8Array>>[] {
  const sheet = Buffer.from(writePriceSheet({ totalFen: price, salt: randomBytes(16).toString('hex'), ...(days === undefined ? {} : { durationDays: whole('--days', days, 36_500) }) }));
  const files = [body, ...annex].map((path, i) => ({ path, name: partNameAt(i + 1), fileName: safeFileName(basename(path)), mediaType: mediaTypeOf(path), plainSize: sizeOf(path) }));
  const first = { name: PRICE_SHEET, fileName: SHEET_NAME, mediaType: 'application/json' };
  assertBidParts([{ ...first, plainSize: sheet.length }, ...files]);
  return [{ ...first, content: sheet }, ...files.map(({ path, name, fileName, mediaType }) => ({ name, fileName, mediaType, content: createReadStream(path) }))];
}

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new Error(`${path} 不存在，或不是文件 / does not exist, or is no file`);
  return found.size;
}

/** Seals on this machine: nothing leaves it, and the keys are written for the bidder alone. */
export async function seal(options: SealOptions): Promise<void> {
  const { suite, out } = options;
  if (taken(out)) throw new Error(`${out} 中已有一份密封的投标，请换一个目录 / ${out} holds a sealed bid already; choose another folder`);
  const parts = partsOf(options);
  const { trustees, ...address } = termsOf(options);
  if (trustees) assertTrustees(trustees, options.ca);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const own = identityOf(options);
  const bidder = readCertificate(own.certificatePem).subject.serialNumber ?? '';
  const file = createWriteStream(inDir(out, 'sealed'), { flags: 'wx' });
  let ours = false; // not what lay there before
  file.once('open', () => (ours = true));
  const bid = { ...address, bidder, createdAt: new Date(Date.now()), parts, suite, escrowTerms: trustees ?? undefined, ...own };
  const { manifest, signature, keys, escrow } = await sealBidToStream(bid, file).catch(async (error: unknown) => {
    file.end();
    await finished(file).catch(() => undefined);
    if (ours) rmSync(inDir(out, 'sealed')); // half a bid would take the place of the next
    throw error;
  });
  file.end();
  await finished(file);
  writeFileSync(inDir(out, 'manifest'), manifest, NEW);
  writeFileSync(inDir(out, 'signature'), signature, NEW);
  if (escrow) writeFileSync(inDir(out, 'escrow'), escrow, NEW);
  writeSecret(inDir(out, 'keys'), `${JSON.stringify(keys, null, 2)}\n`);
  if (trustees) openedByTrustees(out, trustees);
  else openedAlone(out);
}

const openedAlone = (out: string) =>
  tell`已密封到 ${out}；keys.json 是开标时的解密密钥，丢失后投标无法打开，请妥善保管\nsealed into ${out}; keys.json opens the bid at the opening: without it nobody can, so keep it safe`;
const openedByTrustees = (out: string, terms: EscrowTerms) => {
  tell`已密封到 ${out}；keys.json 丢失也能打开；开标前仍不要交给任何人\nsealed into ${out}; it opens with or without keys.json: still show it to nobody before`;
  tellTrustees(terms);
};

/** Checks what `seal` wrote, as the platform will: form, signature, path, address, escrow, content. */
export async function verify({ dir, ca, terms }: { dir: string; ca: string; terms?: string }): Promise<void> {
  const text = readFileSync(inDir(dir, 'manifest'), 'utf8');
  const { tender, lot, bidder } = parseManifest(text);
  const escrow = readIf(inDir(dir, 'escrow'));
  if (escrow && !terms) throw new Error('这份投标由保管人开启，请用 --terms 给出 kit fetch 取得的文件 / trustees open this bid: give --terms');
  const expected = terms ? readTerms(terms) : { tender, lot, trustees: null };
  if (expected.trustees) assertTrustees(expected.trustees, [ca]);
  const { manifest, certificate } = verifySealedBid({
    manifest: text,
    signature: readFileSync(inDir(dir, 'signature')),
    roots: readCertificates(readFileSync(ca, 'utf8')),
    at: new Date(Date.now()),
    expect: { tender: expected.tender, lot: expected.lot, bidder },
    escrow,
    escrowTerms: expected.trustees ?? undefined,
  });
  assertBlob(manifest, await measured(inDir(dir, 'sealed')));
  tell`✓ 签名、证书和内容均有效 / signature, certificate and content hold: ${bidder}, ${lot}, version ${manifest.version}, ${certificate.subject.commonName}`;
}
