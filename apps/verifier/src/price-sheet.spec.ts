import { SHEETS } from '../../../libs/envelope/src/price-sheet.spec-data';
import { readSheet } from './price-sheet';

const read = (content: string | Uint8Array): string => {
  try {
    return readSheet(new Uint8Array(Buffer.from(content))).totalFen;
  } catch {
    return 'refused';
  }
};

/** The platform reads the same rows (libs/envelope): a sheet that it takes is one here, one that it refuses is none. */
test.each(SHEETS)('a price sheet %s', (_what, content, expected) => expect(read(content)).toBe(expected.startsWith('envelope.') ? 'refused' : expected));
