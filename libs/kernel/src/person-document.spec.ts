import { DOCUMENT_KINDS, type DocumentKind, readDocument } from './person-document';
import { makeIdentityNumber } from './identity-number';

const TODAY = { today: '2026-03-03', fictional: false };
const DEMO = { ...TODAY, fictional: true };
const read = (kind: DocumentKind, text: string, context = TODAY) => {
  const checked = readDocument(kind, text, context);
  return checked.ok ? checked.document.number : checked.reason;
};
const of = (region: string, birth: string) => makeIdentityNumber({ region, birth, serial: '002' });

test.each([
  '11010519491231002X',
  '11010519491231002x',
  ' 110105 19491231 002x',
  '１１０１０５１９４９１２３１００２ｘ',
  '１１０１０５１９４９１２３１００２Ｘ',
  '1101\u200b0519491231002X',
  '110105-19491231-002X',
])('%j is one person', (text) => expect(read('resident', text)).toBe('11010519491231002X'));

test('a resident’s number: region, date of birth on both sides of today, check character', () => {
  expect(read('resident', of('110105', '2026-03-03'))).toMatch(/^\d{17}[\dX]$/);
  expect(read('resident', of('110105', '2026-03-04'))).toBe('birth-date');
  expect(read('resident', of('110105', '1899-12-31'))).toBe('birth-date');
  expect(read('resident', of('110105', '1900-01-01'))).toMatch(/^\d{17}[\dX]$/);
  expect(read('resident', of('200105', '1970-01-01'))).toBe('region');
  expect(read('resident', of('810000', '1970-01-01'))).toMatch(/^81/); // residence permits of Hong Kong
  expect(read('resident', '110105194912310021')).toBe('check-character');
});

test('region 99 is for demonstrations only', () => {
  const demo = of('990102', '1970-01-01');
  expect(read('resident', demo)).toBe('region');
  expect(read('resident', demo, DEMO)).toBe(demo);
  expect(read('permanent-resident', demo, DEMO)).toBe('region'); // and never two kinds of one number
});

test.each([
  ['hk-macao-permit', 'H12345678', 'H12345678'],
  ['hk-macao-permit', 'h1234567801', 'H12345678'],
  ['hk-macao-permit', 'M 1234 5678 02', 'M12345678'],
  ['hk-macao-permit', 'X12345678', 'shape'],
  ['taiwan-permit', '12345678', '12345678'],
  ['taiwan-permit', '1234567801B', '12345678'],
  ['taiwan-permit', '1234567', 'shape'],
  ['permanent-resident', 'USA110012345678', 'USA110012345678'],
  ['permanent-resident', 'XYZ110012345678', 'state'],
  ['passport', 'USA-x1234567', 'USAX1234567'],
  ['passport', 'DEUC01X00T47', 'DEUC01X00T47'],
  ['passport', 'CHNE12345678', 'state'],
  ['passport', 'TWN123456789', 'state'],
  ['passport', 'USAXXXXXXX', 'shape'],
  ['passport', 'X1234567', 'shape'],
] as const)('%s %s: %s', (kind, text, expected) => expect(read(kind, text)).toBe(expected));

test.each(['xxxxxx', 'XXXXXXXXX', 'SAME-PERSON', '000000000000000000', '111111', '', '      ', 'a'.repeat(40), '張三張三張三'])('%j passes nowhere', (text) => {
  for (const kind of DOCUMENT_KINDS) for (const context of [TODAY, DEMO]) expect([kind, readDocument(kind, text, context).ok]).toEqual([kind, false]);
});

test('no number is right under two kinds: nobody becomes two people by naming another document', () => {
  const numbers = ['11010519491231002X', of('990102', '1970-01-01'), 'H12345678', '12345678', 'USA110012345678', 'USAX1234567', 'USAX12345678'];
  for (const number of numbers) expect([number, DOCUMENT_KINDS.filter((kind) => readDocument(kind, number, DEMO).ok).length]).toEqual([number, 1]);
});
