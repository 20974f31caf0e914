import { assertBidParts, type BlobPart, mediaTypeOf, partNameAt, PRICE_SHEET, randomBytes, safeFileName, toHex, writePriceSheet } from '@envelope-web';

/** Throws what the platform would refuse, and what nobody could mend after the deadline. */
export function partsOf(totalFen: string, days: number | undefined, files: readonly File[]): BlobPart[] {
  const sheet = writePriceSheet({ totalFen, salt: toHex(randomBytes(16)), ...(days ? { durationDays: days } : {}) });
  const price = { name: PRICE_SHEET, fileName: 'price-sheet.json', mediaType: 'application/json', content: new Blob([sheet], { type: 'application/json' }) };
  const parts = [price, ...files.map((file, i) => ({ name: partNameAt(i + 1), fileName: safeFileName(file.name), mediaType: mediaTypeOf(file.name), content: file }))];
  assertBidParts(parts.map(({ content, ...part }) => ({ ...part, plainSize: content.size })));
  return parts;
}
