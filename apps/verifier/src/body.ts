import { sha256 } from '@noble/hashes/sha2.js';
import { concat, fromHex, toHex, utf8 } from './bytes';
import { parseJson } from './canonical-json';
import type { Verdict } from './checks';
import { ensure, fail } from './fault';
import { type Manifest, type Part, partAad } from './manifest';
import { MAX_SHEET, readSheet } from './price-sheet';
import { HEX32, table } from './shape';
import { sm3 } from './sm3';
import { SEGMENT, type Suite, SUITES, suitesFor } from './suites';

/** A file that is read piece by piece. */
export interface Source {
  size: number;
  read(from: number, to: number): Promise<Uint8Array>;
}

export interface Hasher {
  update(bytes: Uint8Array): unknown;
  hex(): string;
}
export type NewHash = () => Hasher;

export const plainHash: NewHash = () => {
  const hash = sha256.create();
  return { update: (bytes) => hash.update(bytes), hex: () => toHex(hash.digest()) };
};

export const sourceOf = (bytes: Uint8Array): Source => ({ size: bytes.length, read: async (from, to) => bytes.subarray(from, to) });

const ONE_GO = 256 * SEGMENT;

async function hashOf(source: Source, from: number, size: number, newHash: NewHash): Promise<string> {
  ensure(from + size <= source.size, '文件比清单所写的短', 'the file is shorter than the manifest says');
  const subtle = globalThis.crypto?.subtle;
  // the browser's own hash is many times faster, but takes everything at once
  if (newHash === plainHash && subtle && size > SEGMENT && size <= ONE_GO) return toHex(new Uint8Array(await subtle.digest('SHA-256', Uint8Array.from(await source.read(from, from + size)))));
  const hash = newHash();
  for (let at = from; at < from + size; at += SEGMENT) hash.update(await source.read(at, Math.min(at + SEGMENT, from + size)));
  return hash.hex();
}

/** The sealed file is the one that was signed: as a whole, and part by part. */
export async function checkSealed(verdict: Verdict, source: Source, manifest: Manifest, newHash: NewHash): Promise<void> {
  const whole = await verdict.later('sealed.whole', '密封文件：大小和摘要与签名的投标清单一致', 'Sealed file: size and hash are those of the signed manifest', async () => {
    ensure(source.size === manifest.cipherSize, `大小是 ${source.size} 字节，清单写的是 ${manifest.cipherSize}`, `it has ${source.size} bytes, the manifest says ${manifest.cipherSize}`);
    ensure((await hashOf(source, 0, source.size, newHash)) === manifest.cipherSha256, '摘要不同：文件被改动，或不是这一份', 'the hash differs: the file was changed, or is another');
    return true;
  });
  for (const part of manifest.parts)
    await verdict.later(`sealed.part.${part.name}`, `密封文件中的“${part.fileName}”：摘要一致`, `Sealed part "${part.fileName}": its hash fits`, async () =>
      ensure(
        (await hashOf(source, part.offset, part.cipherSize, newHash)) === part.cipherSha256,
        whole ? '清单自相矛盾' : '这一部分被改动',
        whole ? 'the manifest contradicts itself' : 'this part was changed',
      ),
    );
}

const KEYS = table(HEX32, 200);
export const parseKeys = (source: string | Uint8Array): Map<string, string> => KEYS(parseJson(source, 1_000_000), '');

function assertKey(key: string | undefined, part: Part, aad: string, hash: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const bytes = fromHex(key ?? fail('密钥文件中没有这一部分的密钥', 'the file of keys has none for this part'));
  const commitment = toHex(hash(concat(utf8(`tianping/key-commitment/1\n${aad}\n`), bytes)));
  ensure(commitment === part.keyCommitment, '密钥与递交时的承诺不符', 'the key is not the one that was committed to');
  return bytes;
}

async function suiteOf(source: Source, { offset, plainSize, cipherSize }: Part, named: Manifest['suite']): Promise<{ suite: Suite; header: Uint8Array }> {
  const [first] = await source.read(offset, offset + 1);
  const suite = SUITES.find(({ mark }) => mark === first) ?? fail('不是密封的内容，或是不认识的密封方式', 'is not sealed, or in a way that is not known here');
  ensure(suitesFor(plainSize, cipherSize).includes(suite) && suite.suite === named, '密封方式与清单所写或大小不符', 'the way of sealing is not that of the manifest, or does not fit the sizes');
  return { suite, header: await source.read(offset, offset + suite.header) };
}

/** Opens one part segment by segment; gives its content when it is the price sheet. */
async function openPart(source: Source, { suite: named }: Manifest, part: Part, key: Uint8Array, aad: string, newHash: NewHash): Promise<Uint8Array> {
  const { suite, header } = await suiteOf(source, part, named);
  const open = await suite.open(key, header, utf8(aad));
  const hash = newHash();
  const kept: Uint8Array[] = [];
  const end = part.offset + part.cipherSize;
  let size = 0;
  for (let at = part.offset + suite.header, i = 0; i === 0 || at < end; i += 1) {
    const to = Math.min(end, at + SEGMENT - (i === 0 ? suite.header : 0));
    const plain = await open(await source.read(at, to), i, to === end);
    hash.update(plain);
    size += plain.length;
    if (part.name === 'price-sheet' && size <= MAX_SHEET) kept.push(plain);
    at = to;
  }
  ensure(size === part.plainSize && hash.hex() === part.plainSha256, '解开后的内容与清单所写的大小或摘要不同', 'the content is not of the size or hash that the manifest says');
  return concat(...kept);
}

function showSheet(verdict: Verdict, content: Uint8Array): void {
  const sheet = verdict.check('opened.sheet', '开标一览表可以读取', 'The price sheet can be read', () => readSheet(content));
  if (!sheet) return;
  const fen = BigInt(sheet.totalFen);
  const yuan = `${fen / 100n}.${(fen % 100n).toString().padStart(2, '0')}`;
  verdict.note('opened.price', `投标总价 ${yuan} 元`, `Total price: ${yuan} yuan`);
}

export async function checkOpened(verdict: Verdict, source: Source, manifest: Manifest, keys: ReadonlyMap<string, string>, newHash: NewHash): Promise<void> {
  for (const part of manifest.parts) {
    const aad = partAad(manifest, part.name);
    const key = verdict.check(`opened.key.${part.name}`, `“${part.fileName}”的密钥就是递交时承诺的密钥`, `The key of "${part.fileName}" is the one committed to`, () =>
      assertKey(keys.get(part.name), part, aad, manifest.suite === 'sm' ? sm3 : sha256),
    );
    if (!key) continue;
    const content = await verdict.later(`opened.part.${part.name}`, `“${part.fileName}”逐段解开，大小和摘要一致`, `"${part.fileName}" opens segment by segment, size and hash fit`, () =>
      openPart(source, manifest, part, key, aad, newHash),
    );
    if (content && part.name === 'price-sheet') showSheet(verdict, content);
  }
}
