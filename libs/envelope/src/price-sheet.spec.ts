import { BusinessError } from '@kernel';
import { readPriceSheet, writePriceSheet } from './price-sheet';

const sheet = (change: object = {}) => JSON.stringify({ format: 'tianping/price-sheet/1', totalFen: '12345', ...change });
const read = (content: string | Uint8Array): string => {
  try {
    return String(readPriceSheet(Buffer.from(content)).totalFen);
  } catch (error) {
    if (error instanceof BusinessError) return error.refusals[0]!.code;
    throw error;
  }
};

test.each<[string, string | Uint8Array, string]>([
  ['sound', sheet(), '12345'],
  ['with lines, days and quality', sheet({ lines: [{ name: '路基', amountFen: '0' }], durationDays: 90, quality: '合格' }), '12345'],
  ['with yuan and a point', sheet({ totalFen: '12345.67' }), 'envelope.price-total'],
  ['with full-width digits', sheet({ totalFen: '１２３４５' }), 'envelope.price-total'],
  ['with commas', sheet({ totalFen: '1,234,567' }), 'envelope.price-total'],
  ['with a nought before it', sheet({ totalFen: '0123' }), 'envelope.price-total'],
  ['without a price', sheet({ totalFen: undefined }), 'envelope.price-total'],
  ['of zero', sheet({ totalFen: '0' }), 'envelope.price-total'],
  ['below zero', sheet({ totalFen: '-1' }), 'envelope.price-total'],
  ['with a number for the amount', sheet({ totalFen: 12345 }), 'envelope.price-total'],
  ['with a fraction', sheet({ totalFen: '1.5' }), 'envelope.price-total'],
  ['of seventeen digits', sheet({ totalFen: '1'.repeat(17) }), 'envelope.price-total'],
  ['with an unknown field', sheet({ discount: '1' }), 'envelope.price-sheet'],
  ['with U+0000, which no database takes', sheet({ note: 'a\u0000b' }), '12345'],
  ['with half a character', sheet({ note: 1 }).replace(':1}', ':"\\ud800"}'), '12345'],
  ['with two prices, one spelled otherwise', sheet().replace('{', '{"total\\u0046en" : "5",'), 'envelope.price-sheet'],
  ['with two prices', sheet().replace('{', '{"totalFen":"5",'), 'envelope.price-sheet'],
  ['with two durations', sheet({ durationDays: 300 }).replace('{', '{"durationDays":30,'), 'envelope.price-sheet'],
  ['with two amounts in a line', sheet({ lines: [{ name: 'a', amountFen: '5' }] }).replace('"amountFen"', '"amountFen":"900","amountFen"'), 'envelope.price-sheet'],
  ['whose note speaks of the price', sheet({ note: '"totalFen":1, "totalFen":2' }), '12345'],
  ['of no days', sheet({ durationDays: 0 }), 'envelope.price-sheet'],
  ['of another format', sheet({ format: 'x' }), 'envelope.price-sheet'],
  ['that is no JSON', '{', 'envelope.price-sheet'],
  ['that is an array', '[]', 'envelope.price-sheet'],
  ['that is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'envelope.price-sheet'],
])('a price sheet %s', (_what, content, expected) => expect(read(content)).toBe(expected));

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
