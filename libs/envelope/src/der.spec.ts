import * as fc from 'fast-check';
import { fromHex, toHex } from './bytes';
import { assertDer, bitString, DerError, der, oid, readOid, readSmall, readTime, readValue, sequence, setOf, smallInteger, time, unsignedInteger } from './der';
import { mutate, mutation, runs, SEED } from './envelope.fixtures';

const LIMITS = { maxSize: 1000, maxDepth: 4 };
const hex = (text: string) => fromHex(text.replaceAll(' ', ''))!;

describe('DER (X.690)', () => {
  test.each([
    ['indefinite length', '30 80 00 00'],
    ['long form for a short length', '04 81 01 00'],
    ['length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`],
    ['length of five octets', '04 85 01 00 00 00 00'],
    ['tag of several octets', '1f 81 01 00'],
    ['longer than what holds it', '30 03 04 02 00'],
    ['bytes left over', '05 00 00'],
    ['cut in a header', '30'],
    ['nothing', ''],
    ['padded integer', '02 02 00 7f'],
    ['padded negative integer', '02 02 ff 80'],
    ['empty integer', '02 00'],
    ['boolean 1', '01 01 01'],
    ['null with content', '05 01 00'],
    ['empty object identifier', '06 00'],
    ['object identifier with padding', '06 03 2a 80 01'],
    ['object identifier cut', '06 02 2a 86'],
    ['bit string with bits in the padding', '03 02 01 01'],
    ['bit string without its first octet', '03 00'],
    ['bit string with 8 unused', '03 02 08 00'],
    ['octet string in pieces', '24 04 04 02 00 00'],
    ['set out of order', '31 06 02 01 02 02 01 01'],
    ['primitive sequence', '10 00'],
    ['too deep', '30 0a 30 08 30 06 30 04 30 02 05 00'],
  ])('refuses %s', (_, bytes) => {
    expect(() => assertDer(hex(bytes), LIMITS)).toThrow(DerError);
  });

  test.each(['02 01 00', '02 02 00 80', '01 01 ff', '05 00', '03 01 00', '03 02 07 80', '30 00', '31 06 02 01 01 02 01 02', '30 08 30 06 30 04 30 02 05 00'])('accepts %s', (bytes) => {
    expect(() => assertDer(hex(bytes), LIMITS)).not.toThrow();
  });

  test('size limit', () => {
    expect(() => assertDer(der(4, new Uint8Array(996)), LIMITS)).not.toThrow();
    expect(() => assertDer(der(4, new Uint8Array(997)), LIMITS)).toThrow('too large');
  });

  test('writes what X.690 and RFC 5280 give as examples', () => {
    expect(toHex(oid('1.2.840.113549'))).toBe('06062a864886f70d');
    expect(toHex(oid('2.999.3'))).toBe('0603883703');
    expect(toHex(unsignedInteger(hex('00 00 80')))).toBe('02020080');
    expect(toHex(smallInteger(0))).toBe('020100');
    expect(toHex(setOf(smallInteger(2), smallInteger(1)))).toBe('3106020101020102');
    expect(toHex(bitString(hex('80'), 7))).toBe('03020780');
    expect(toHex(der(4, new Uint8Array(200))).slice(0, 6)).toBe('0481c8');
  });

  test('times turn to GeneralizedTime in 2050', () => {
    expect(time(new Date('2049-12-31T23:59:59Z'))[0]).toBe(0x17);
    expect(time(new Date('2050-01-01T00:00:00Z'))[0]).toBe(0x18);
    for (const text of ['1950-01-01T00:00:00Z', '2049-12-31T23:59:59Z', '2050-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
      const bytes = time(new Date(text));
      expect(readTime(readValue(bytes, 0, bytes.length))).toBe(Date.parse(text));
    }
    expect(() => time(new Date('1949-12-31T23:59:59Z'))).toThrow(RangeError);
  });

  test.each(['261301000000Z', '260230000000Z', '260101240000Z', '260101006000Z', '2601010000Z', '260101000000+0800', '260101000000z'])('no such time: %s', (text) => {
    const bytes = der(0x17, new TextEncoder().encode(text));
    expect(() => readTime(readValue(bytes, 0, bytes.length))).toThrow(DerError);
  });

  test(`object identifiers and small integers come back (seed ${SEED})`, () => {
    const arcs = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 39 }), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }));
    const property = fc.property(arcs, fc.integer({ min: 0, max: 65535 }), ([a, b, rest], n) => {
      const [id, number] = [oid([a, b, ...rest].join('.')), smallInteger(n)];
      assertDer(sequence(id, number), LIMITS);
      expect(readOid(readValue(id, 0, id.length))).toBe([a, b, ...rest].join('.'));
      expect(readSmall(readValue(number, 0, number.length))).toBe(n);
    });
    fc.assert(property, runs(300));
  });

  test(`any bytes are DER or a DerError, never another fault (seed ${SEED})`, () => {
    const sample = sequence(setOf(smallInteger(1), smallInteger(300)), oid('1.2.3'), bitString(hex('80'), 7), time(new Date(0)));
    const attempt = (bytes: Uint8Array) => {
      try {
        assertDer(bytes, LIMITS);
      } catch (error) {
        expect(error).toBeInstanceOf(DerError);
      }
    };
    fc.assert(
      fc.property(mutation, (change) => attempt(mutate(sample, change))),
      runs(500),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), attempt), runs(500));
  });
});
