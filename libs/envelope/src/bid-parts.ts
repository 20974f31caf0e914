import { isDocumentName, isLine, type Refusal, refuse, refuseAny } from '@kernel';
import { utf8 } from './bytes';
import { R } from './envelope.refusals';
import { type BidPart, MAX_MANIFEST_SIZE, MAX_PARTS } from './manifest';
import { MAX_PRICE_SHEET } from './price-sheet';
import { cipherSize } from './stream';

/**
 * What a bid holds: the price sheet, the body, then annexes 1, 2, ... None is empty: an empty file is a slip, and after the deadline nobody can mend it. Asked by
 * every tool before it seals, and by the platform of the manifest (docs/formats/bid-manifest.md).
 */
export const PRICE_SHEET = 'price-sheet';
export const BODY = 'body';
const FIRST = [PRICE_SHEET, BODY];

const VISIBLE = '不得含有看不见的字符、堆叠的符号或连续三个以上空格 / nothing invisible or piled up, no three blanks in a row';

/** The name of the part at a place, from 0. */
export const partNameAt = (place: number): string => FIRST[place] ?? `annex-${place - FIRST.length + 1}`;

/** A part as people call it; a name that is none of ours stays as it is. */
export function partCalled(name: string): Record<'zh' | 'en', string> {
  if (name === PRICE_SHEET) return { zh: '开标一览表', en: 'the price sheet' };
  if (name === BODY) return { zh: '投标文件正文', en: 'the body' };
  const [, number] = /^annex-(\d+)$/.exec(name) ?? [];
  return number ? { zh: `附件 ${number}`, en: `annex ${number}` } : { zh: name, en: name };
}

/** What is known of a part before it is sealed. */
export type PlainPart = Pick<BidPart, 'name' | 'fileName' | 'mediaType' | 'plainSize'>;

/**
 * Throws `envelope.bid-parts`, `envelope.manifest-field`, `envelope.manifest-too-large`, `envelope.part-empty`, `envelope.part-program`, `envelope.price-sheet`, with the
 * place.
 */
export function assertBidParts(parts: readonly PlainPart[]): void {
  if (parts.length > MAX_PARTS) refuse(R.manifestField({ field: 'parts', rule: `1..${MAX_PARTS}` }, '/parts'));
  const size = REST + sizeInManifest(parts);
  if (size > MAX_MANIFEST_SIZE) refuse(R.manifestTooLarge({ size, limit: MAX_MANIFEST_SIZE }, '/parts'));
  refuseAny([...FIRST.slice(parts.length).map((name) => R.bidParts({ name, found: '-' }, '/parts')), ...parts.flatMap(problemsOf)]);
}

/** Bytes of a manifest beside its parts, at most. */
const REST = 768;
const DIGEST = '0'.repeat(64);

/** Bytes that the parts take in the manifest: all but what the digests say is known before hours are spent on sealing and sending. */
function sizeInManifest(parts: readonly PlainPart[]): number {
  let offset = 0;
  const written = parts.map(({ name, fileName, mediaType, plainSize }) => {
    const sealed = cipherSize(plainSize);
    const part: BidPart = { name, fileName, mediaType, plainSize, plainSha256: DIGEST, offset, cipherSize: sealed, cipherSha256: DIGEST, keyCommitment: DIGEST };
    offset += sealed;
    return part;
  });
  return utf8(JSON.stringify(written)).length;
}

function problemsOf({ name, fileName, plainSize }: PlainPart, place: number): (Refusal | false)[] {
  const expected = partNameAt(place);
  return [
    name !== expected && R.bidParts({ name: expected, found: name }, `/parts/${place}/name`),
    !isLine(fileName) && R.manifestField({ field: 'fileName', rule: VISIBLE }, `/parts/${place}/fileName`), // the committee sees two files of one name as one
    isLine(fileName) && !isDocumentName(fileName) && R.partProgram({ file: fileName }, `/parts/${place}/fileName`),
    plainSize === 0 && R.partEmpty({ file: fileName }, `/parts/${place}/plainSize`),
    name === PRICE_SHEET && sheetProblem(plainSize, `/parts/${place}/plainSize`),
  ];
}

const sheetProblem = (plainSize: number, at?: string): Refusal | false => plainSize > MAX_PRICE_SHEET && R.priceSheet({ reason: `> ${MAX_PRICE_SHEET} B` }, at);

/** Throws `envelope.price-sheet` where the manifest says that it is over 1 MiB. */
export const assertSheetSize = ({ plainSize }: Pick<BidPart, 'plainSize'>): void => refuseAny([sheetProblem(plainSize)]);
