import fc from 'fast-check';
import { checkUscc, isOrganisationCode, isUscc, makeUscc } from './uscc';

const VALID = `11990100MATP01013K 11990200MATP020244 12990100MATP01021B 12990200MATP020166 11990100MATP0103X6 11990100MATP010486
11990100MATP010561 11990100MATP01064U 12990100MATP01072K 91990100MATP010809 91990100MATP100165 12990100MATP100245 11990102MATP100320
91990100MATP20011D 91990100MATP2002X5 91990000MATP30017J 91990100MATP30025J 91990100MATP30033D 91990200MATP30041D 91990100MATP3005X0
91990100MATP300680 91990200MATP300760 91990100MATP30084M 91990100MATP30092G 91990100MATP301056 91990100MATP301131 91990100MATP30121U
9144030071526726XG`.split(/\s+/);

test.each(VALID)('%s is valid', (code) => expect(checkUscc(code)).toEqual({ ok: true }));

test.each([
  ['91990100MATP100160', 'check-character'],
  ['9144030071526726X', 'length'],
  ['91440300715267260I', 'character'],
  ['91440300715I67260X', 'character'],
  ['914403007152672６XG', 'character'],
  ['9144030071526726xG', 'character'],
])('%s is refused for its %s', (code, reason) => expect(checkUscc(code)).toEqual({ ok: false, reason }));

test('a wrong organisation code inside is named', () => {
  const found = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((last) => checkUscc(`91990100MATP10017${last}`));
  expect(found.filter((one) => !one.ok && one.reason === 'organisation-code')).toHaveLength(1);
});

test.each([
  ['715267260', false],
  ['71526726X', true],
  ['71526726-X', true],
  ['MATP10016', true],
])('organisation code %s: %s', (code, ok) => expect(isOrganisationCode(code)).toBe(ok));

const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const body = fc.array(fc.constantFrom(...alphabet), { minLength: 8, maxLength: 8 }).map((a) => a.join(''));

test('what is made is valid, and one changed character is always found', () => {
  fc.assert(
    fc.property(body, fc.nat(17), fc.constantFrom(...alphabet), (text, place, other) => {
      const code = makeUscc({ kind: '91', region: '990100', body: text });
      const changed = code.slice(0, place) + other + code.slice(place + 1);
      return isUscc(code) && (changed === code || !isUscc(changed));
    }),
  );
  expect(makeUscc({ kind: '91', region: '990100', body: 'MATP1001' })).toBe('91990100MATP100165');
  expect(() => makeUscc({ kind: '9I', region: '990100', body: 'MATP1001' })).toThrow(RangeError);
});
