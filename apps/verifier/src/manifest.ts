import { parseCanonical } from './canonical-json';
import { ensure } from './fault';
import { HEX32, integer, list, moment, object, type Of, only, text, UUID } from './shape';
import { suitesFor } from './suites';

export const MAX_MANIFEST = 65_536;
const SIZE = integer(0, Number.MAX_SAFE_INTEGER);

export const LOT = text(/^[^]{1,64}$/);
export const BIDDER = text(/^[0-9A-Z]{18}$/);
export const VERSION = integer(1, 9999);

const PART = object({
  name: text(/^[a-z0-9-]{1,64}$/),
  fileName: text(/^[^]{1,200}$/u),
  mediaType: text(/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/),
  plainSize: SIZE,
  plainSha256: HEX32,
  offset: SIZE,
  cipherSize: SIZE,
  cipherSha256: HEX32,
  keyCommitment: HEX32,
});

const MANIFEST = object(
  {
    format: only('tianping/bid-manifest/1'),
    tender: UUID,
    lot: LOT,
    bidder: BIDDER,
    version: VERSION,
    createdAt: moment,
    nonce: text(/^[0-9a-f]{32}$/),
    escrow: HEX32,
    suite: only('sm'),
    parts: list(PART, 1, 200),
    cipherSize: SIZE,
    cipherSha256: HEX32,
  },
  'escrow',
  'suite',
);

export type Part = Of<typeof PART>;
export type Manifest = Of<typeof MANIFEST>;

const FORBIDDEN = /[/\\:*?"<>|\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])([.]|$)/i;

function assertFileName(name: string): void {
  const good = name.normalize('NFC') === name && !FORBIDDEN.test(name) && !DEVICE.test(name) && !/[. ]$/.test(name);
  ensure(good, `文件名“${name}”不可接受`, `the file name "${name}" is not acceptable`);
}

/** The parts fill the sealed file from end to end, each as long as its content asks. */
function assertLayout({ parts, cipherSize }: Manifest): void {
  let offset = 0;
  for (const part of parts) {
    ensure(part.offset === offset, `部分“${part.name}”的位置与前面的大小不符`, `the part "${part.name}" does not begin where the one before ends`);
    ensure(suitesFor(part.plainSize, part.cipherSize).length > 0, `部分“${part.name}”的密文大小与原文大小不符`, `the sizes of the part "${part.name}" do not fit`);
    offset += part.cipherSize;
  }
  ensure(offset === cipherSize, '各部分大小之和不等于密封文件大小', 'the sizes of the parts do not add up to that of the sealed file');
}

export function parseManifest(source: string): Manifest {
  const manifest = MANIFEST(parseCanonical(source, MAX_MANIFEST), '');
  const names = new Set(manifest.parts.map(({ name }) => name));
  ensure(names.size === manifest.parts.length, '部分名称重复', 'two parts have one name');
  for (const { fileName } of manifest.parts) assertFileName(fileName);
  assertLayout(manifest);
  return manifest;
}

/** What a part's ciphertext is bound to. */
export const partAad = ({ tender, lot, bidder, version }: Manifest, name: string): string => ['tianping/bid/1', tender, lot, bidder, version, name].join('\n');
