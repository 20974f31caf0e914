import fc from 'fast-check';
import { amountInWords, formatYuan, parseFen } from './money';

test.each(['0', '-1', '123456', '00123'])('reads %s', (text) => expect(parseFen(text)).toBe(BigInt(text)));
test.each(['', '1.5', '1e3', ' 1', '+1', '١', '1'.repeat(18), '0x10'])('refuses %p', (text) => expect(() => parseFen(text)).toThrow(RangeError));

test.each([
  [0n, '0.00'],
  [5n, '0.05'],
  [-5n, '-0.05'],
  [123456n, '1234.56'],
  [-100n, '-1.00'],
])('%s fen is %s yuan', (fen, text) => expect(formatYuan(fen)).toBe(text));

test('yuan with its point taken out is fen again', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), (fen) => BigInt(formatYuan(fen).replace('.', '')) === fen));
});

test.each([
  [0n, '零元整'],
  [5n, '伍分'],
  [50n, '伍角整'],
  [105n, '壹元零伍分'],
  [123456n, '壹仟贰佰叁拾肆元伍角陆分'],
  [1_000_000n, '壹万元整'],
  [1_000_500n, '壹万零伍元整'],
  [100_010_000n, '壹佰万零壹佰元整'],
  [8_343_824_12n, '捌佰叁拾肆万叁仟捌佰贰拾肆元壹角贰分'],
  [10_000_000_000n, '壹亿元整'],
  [10_000_001_000n, '壹亿零壹拾元整'],
])('%s fen in words is %s', (fen, words) => expect(amountInWords(fen)).toBe(words));

test('words are refused outside their range', () => {
  expect(() => amountInWords(-1n)).toThrow(RangeError);
  expect(() => amountInWords(10n ** 18n)).toThrow(RangeError);
});

/** Reads capital numerals back, so that every amount below 10^12 yuan is checked against an independent reading. */
function readWords(words: string): bigint {
  let [total, group, digit] = [0n, 0n, 0n];
  for (const c of words) {
    const d = '零壹贰叁肆伍陆柒捌玖'.indexOf(c);
    const place = '拾佰仟'.indexOf(c);
    if (d >= 0) digit = BigInt(d);
    else if (place >= 0) [group, digit] = [group + digit * 10n ** BigInt(place + 1), 0n];
    else if (c === '万') [total, group, digit] = [total + (group + digit) * 10_000n, 0n, 0n];
    else if (c === '亿') [total, group, digit] = [(total + group + digit) * 100_000_000n, 0n, 0n];
    else if (c === '元') [total, group, digit] = [(total + group + digit) * 100n, 0n, 0n];
    else if (c === '角') [total, digit] = [total + digit * 10n, 0n];
    else if (c === '分') [total, digit] = [total + digit, 0n];
  }
  return total;
}

test('words read back give the amount', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n - 1n }), (fen) => readWords(amountInWords(fen)) === fen),
    { numRuns: 1000 },
  );
});
