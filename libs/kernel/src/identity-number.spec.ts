import fc from 'fast-check';
import { birthDateOf, checkIdentityNumber, isIdentityNumber, makeIdentityNumber } from './identity-number';

test.each(['990102197001010016', '990102195611200029', '990202198512310037', '11010519491231002X'])('%s is valid', (number) => {
  expect(checkIdentityNumber(number)).toEqual({ ok: true });
});

test.each([
  ['990102197001010017', 'check-character'],
  ['990102197002300016', 'birth-date'],
  ['99010219700101001', 'shape'],
  ['11010519491231002x', 'shape'],
])('%s is refused: %s', (number, reason) => expect(checkIdentityNumber(number)).toEqual({ ok: false, reason }));

test('what is made is valid, and one changed digit is found', () => {
  const birth = fc.date({ min: new Date('1930-01-01'), max: new Date('2010-01-01'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
  fc.assert(
    fc.property(birth, fc.nat(999), fc.nat(16), fc.nat(9), (born, serial, place, digit) => {
      const number = makeIdentityNumber({ region: '990102', birth: born, serial: String(serial).padStart(3, '0') });
      const changed = number.slice(0, place) + digit + number.slice(place + 1);
      return birthDateOf(number) === born && (changed === number || !isIdentityNumber(changed));
    }),
  );
  expect(() => birthDateOf('990102197001010017')).toThrow(RangeError);
});
