import { BusinessError, defineRefusals, fill, refusalCatalogue, refuse, refuseAny } from './refusal';

const R = defineRefusals('specimen', {
  tooLate: { status: 409, article: 'TBL-28', zh: '已于{deadline}截止。', en: 'Closed at {deadline}.' },
  tooFew: { status: 422, zh: '仅有{n}家：{names}。', en: 'Only {n}: {names}.' },
});

test('a refusal carries code, text, article, parameters and the field at fault', () => {
  expect(R.tooLate({ deadline: '09:30' }, '/deadline')).toMatchObject({
    code: 'specimen.too-late',
    status: 409,
    article: 'TBL-28',
    params: { deadline: '09:30' },
    pointer: '/deadline',
  });
});

test('each text is in the catalogue under its code', () => {
  expect(refusalCatalogue.get('specimen.too-late')?.article).toBe('TBL-28');
  expect(refusalCatalogue.get('specimen.too-few')?.status).toBe(422);
});

test.each([
  ['{a} and {b}', { a: 1, b: 'x' }, '1 and x'],
  ['{list}', { list: ['甲', '乙'] }, '甲、乙'],
  ['{missing}', {}, '{missing}'],
  ['{flag}', { flag: false }, 'false'],
  ['{role}', { role: { zh: '专家', en: 'expert' } }, 'expert'],
])('fills %p', (text, params, expected) => expect(fill(text, params, 'en')).toBe(expected));

test('what has a name in each language is named in the text’s', () => expect(fill('{role}', { role: { zh: '专家', en: 'expert' } }, 'zh')).toBe('专家'));

test('an error keeps every refusal; its status is that of the first', () => {
  const error = new BusinessError([R.tooFew({ n: 2, names: ['a', 'b'] }), R.tooLate()]);
  expect(error.status).toBe(422);
  expect(error.refusals).toHaveLength(2);
  expect(error.message).toBe('specimen.too-few: Only 2: a、b.; specimen.too-late: Closed at {deadline}.');
});

test('refuseAny throws only when a rule is broken', () => {
  expect(() => refuseAny([false, undefined])).not.toThrow();
  expect(() => refuseAny([false, R.tooLate(), R.tooFew()])).toThrow(BusinessError);
  expect(() => refuse(R.tooLate())).toThrow('specimen.too-late');
});

test('a value from outside is seen, on one line, and has an end: refusals are stored, signed and printed', () => {
  expect(fill('（{reason}）', { reason: 'a\u0000b\n\u001b[2J\u202e\ud800' }, 'zh')).toBe('（a\\u{0}b ⏎ \\u{1b}[2J\\u{202e}\\u{d800}）');
  expect(fill('{names}', { names: ['甲', '乙\u0007'] }, 'zh')).toBe('甲、乙\\u{7}');
  expect(fill('{reason}', { reason: 'x'.repeat(9_000) }, 'en')).toHaveLength(2001);
});

test('a value that ends its own sentence ends ours with it', () => {
  expect(fill('项目已暂停：{reason}。解除前不能办理。', { reason: '依法调查。' }, 'zh')).toBe('项目已暂停：依法调查。解除前不能办理。');
  expect(fill('项目已暂停：{reason}。', { reason: '依法调查' }, 'zh')).toBe('项目已暂停：依法调查。'); // negative control
});
