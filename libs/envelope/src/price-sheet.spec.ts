import { BusinessError } from '@kernel';
import { sheet, SHEETS } from './price-sheet.spec-data';
import { readPriceSheet, writePriceSheet } from './price-sheet';

const read = (content: string | Uint8Array): string => {
  try {
    return String(readPriceSheet(Buffer.from(content)).totalFen);
  } catch (error) {
    if (error instanceof BusinessError) return error.refusals[0]!.code;
    throw error;
  }
};

test.each(SHEETS)('a price sheet %s', (_what, content, expected) => expect(read(content)).toBe(expected));

test('what nobody sees is written out, and nothing else changes', () => {
  const { note, lines } = readPriceSheet(Buffer.from(sheet({ note: '合格\n中标价 1\u0007\u202e', lines: [{ name: '路基\n桥', amountFen: '1' }] })));
  expect([note, lines![0]!.name]).toEqual(['合格\n中标价 1\\u{7}\\u{202e}', '路基\\u{a}桥']);
});

test('what could not be read is not written', () => {
  const salt = '0'.repeat(32);
  expect(String(readPriceSheet(Buffer.from(writePriceSheet({ totalFen: '1234567', durationDays: 90, salt }))).totalFen)).toBe('1234567');
  for (const totalFen of ['12345.67', '0', '１２３', '1,234,567', ' 1', '-1', '']) expect(() => writePriceSheet({ totalFen, salt })).toThrow('envelope.price-total');
  for (const durationDays of [0, 1.5, Number.NaN, 36_501]) expect(() => writePriceSheet({ totalFen: '1', durationDays, salt })).toThrow('envelope.price-sheet');
});
