import * as fc from 'fast-check';
import { canonicalJson, type Json, parseCanonical, sha256Hex } from './index';
import { runs, SEED } from './envelope.fixtures';

describe('canonical JSON (RFC 8785)', () => {
  test('the sample of 3.2.2', () => {
    const value = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    ) as Json;
    const want = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
    expect(canonicalJson(value)).toBe(want);
  });

  test('members in the order of UTF-16 code units (3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro',
      '\r': 'CR',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\ud83d\ude00': 'Emoji',
      '\u0080': 'Control',
      '\u00f6': 'o',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7);
    const order = Array.from(canonicalJson(value).matchAll(/:"(\w+)"/g), ([, name]) => name);
    expect(order).toEqual(['CR', 'One', 'Control', 'o', 'Euro', 'Emoji', 'Hebrew']);
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('number %s (appendix B)', (bits, want) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(want);
  });

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', [Number.POSITIVE_INFINITY]],
    ['lone surrogate', 'a\ud800'],
    ['lone surrogate in a name', { '\udc00': 1 }],
    ['undefined', { a: undefined }],
    ['a hole', Array(2)],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a function', () => 1],
  ])('has no form for %s', (_, value) => {
    expect(() => canonicalJson(value as Json)).toThrow(TypeError);
  });

  test('refuses depth that would exhaust a stack', () => {
    expect(() => parseCanonical('['.repeat(66) + ']'.repeat(66))).toThrow('deeply');
    expect(() => parseCanonical('['.repeat(65) + ']'.repeat(65))).not.toThrow();
  });

  test.each([' {}', '{"b":1,"a":2}', '{"a":1,"a":1}', '1.0', '"\\u0041"', '\ufeff1', '1e400'])('does not read %j as canonical', (text) => {
    expect(() => parseCanonical(text)).toThrow();
  });

  test(`whatever JSON holds comes back, and its form is stable (seed ${SEED})`, () => {
    const property = fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = canonicalJson(value as Json);
      expect(canonicalJson(parseCanonical(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    });
    fc.assert(property, runs(300));
  });

  test('SHA-256 of text and of bytes (FIPS 180-4)', () => {
    const want = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect([sha256Hex('abc'), sha256Hex(new Uint8Array([97, 98, 99]))]).toEqual([want, want]);
  });
});
