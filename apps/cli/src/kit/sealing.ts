import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { finished } from 'node:stream/promises';
import { assertBlob, parseManifest, readCertificate, readCertificates, sealBidToStream, type Suite, verifySealedBid } from '@envelope';
import { identityOf, inDir, type KeyOptions, readIf, readTerms, type TenderTerms, writeSecret } from './folder';
import { tell } from './tell';
import { measured } from './transfer';

export interface SealOptions extends KeyOptions {
  terms?: string;
  tender?: string;
  lot?: string;
  price: string;
  body: string;
  version?: string;
  suite: Suite;
  out: string;
}

/** From a file of `kit fetch`, or typed; where trustees open, the file is needed. */
function termsOf({ terms, tender, lot, version }: SealOptions): Pick<TenderTerms, 'tender' | 'lot' | 'version' | 'trustees'> {
  const read = terms ? readTerms(terms) : { tender: tender ?? '', lot: lot ?? '', version: 1, trustees: null };
  if (!read.tender || !read.lot) throw new Error('请用 --terms 给出 kit fetch 取得的文件，或同时给出 --tender 和 --lot / give --terms, or both --tender and --lot');
  return { ...read, version: version ? Number(version) : read.version };
}

/** Seals on this machine: nothing leaves it, and the keys are written for the bidder alone. */
export async function seal(options: SealOptions): Promise<void> {
  const { price, body, suite, out } = options;
  if (existsSync(inDir(out, 'keys'))) throw new Error(`${out} 中已有一份密封的投标，请换一个目录 / ${out} holds a sealed bid already; choose another folder`);
  if (!existsSync(body)) throw new Error(`${body} 不存在 / does not exist`);
  const { trustees, ...address } = termsOf(options);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const own = identityOf(options);
  const bidder = readCertificate(own.certificatePem).subject.serialNumber ?? '';
  const sheet = Buffer.from(JSON.stringify({ format: 'tianping/price-sheet/1', totalFen: price, salt: randomBytes(16).toString('hex') }));
  const parts = [
    { name: 'price-sheet', fileName: '开标一览表.json', mediaType: 'application/json', content: sheet },
    { name: 'body', fileName: basename(body), mediaType: 'application/octet-stream', content: createReadStream(body) },
  ];
  const file = createWriteStream(inDir(out, 'sealed'));
  const bid = { ...address, bidder, createdAt: new Date(Date.now()), parts, suite, escrowTerms: trustees ?? undefined, ...own };
  const { manifest, signature, keys, escrow } = await sealBidToStream(bid, file);
  file.end();
  await finished(file);
  writeFileSync(inDir(out, 'manifest'), manifest);
  writeFileSync(inDir(out, 'signature'), signature);
  if (escrow) writeFileSync(inDir(out, 'escrow'), escrow);
  writeSecret(inDir(out, 'keys'), `${JSON.stringify(keys, null, 2)}\n`);
  if (trustees) openedByTrustees(out, trustees.threshold, trustees.trustees.length);
  else openedAlone(out);
}

const openedAlone = (out: string) =>
  tell`已密封到 ${out}；keys.json 是开标时的解密密钥，丢失后投标无法打开，请妥善保管\nsealed into ${out}; keys.json opens the bid at the opening: without it nobody can, so keep it safe`;
const openedByTrustees = (out: string, k: number, n: number) =>
  tell`已密封到 ${out}；开标时由 ${n} 名保管人中任意 ${k} 名开启，keys.json 丢失也能打开；开标前仍不要交给任何人\nsealed into ${out}; any ${k} of ${n} trustees open it at the opening, with or without keys.json: still show it to nobody before`;

/** Checks what `seal` wrote, as the platform will: form, signature, path, address, escrow, content. */
export async function verify({ dir, ca, terms }: { dir: string; ca: string; terms?: string }): Promise<void> {
  const text = readFileSync(inDir(dir, 'manifest'), 'utf8');
  const { tender, lot, bidder } = parseManifest(text);
  const escrow = readIf(inDir(dir, 'escrow'));
  if (escrow && !terms) throw new Error('这份投标由保管人开启，请用 --terms 给出 kit fetch 取得的文件 / trustees open this bid: give --terms');
  const expected = terms ? readTerms(terms) : { tender, lot, trustees: null };
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
