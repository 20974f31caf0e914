import { flawOf, isForeign, isReadable } from './encoding';

test.each([
  ['nothing asked', '/api/tenders', true],
  ['UTF-8', '/api/tenders?q=%E9%81%93%E8%B7%AF&limit=5', true],
  ['blanks and signs', '/api/tenders?q=a+b%20c&x=%25%26', true],
  ['an emoji', '/api/tenders?q=%F0%9F%98%80', true],
  ['GBK', '/api/tenders?q=%B5%C0%C2%B7', false],
  ['GBK in a name', '/api/tenders?%B5%C0=1', false],
  ['half a character', '/api/tenders?q=%E9%81', false],
  ['an overlong slash', '/api/tenders?q=%C0%AF', false],
  ['a surrogate', '/api/tenders?q=%ED%A0%BD', false],
  ['a broken escape', '/api/tenders?q=100%', false],
  ['a replacement character', '/api/tenders?q=%EF%BF%BD', false],
  ['bytes as they are, as Node shows them', '/api/tenders?q=\u00b5\u00c0\u00c2\u00b7', false],
])('an address with %s', (_what, url, readable) => expect(isReadable(url)).toBe(readable));

test.each([
  ['application/json', false],
  ['application/json; charset=utf-8', false],
  ['application/json;charset="UTF-8"', false],
  ['application/json; charset=gbk', true],
  ['application/json; Charset=GB18030', true],
  ['application/json; charset=utf-16le', true],
])('%s names another encoding: %s', (type, foreign) => expect(isForeign(type)).toBe(foreign));

test('what the parsers refuse is told in both languages, and never in their own words', () => {
  expect(flawOf({ code: 'FST_ERR_CTP_EMPTY_JSON_BODY' })).toEqual({ zh: '没有内容', en: 'it is empty' });
  expect(flawOf({ name: 'SyntaxError' }).zh).toBe('不是有效的 JSON');
  expect(flawOf({ code: 'toString' }).zh).toBe('格式有误');
});
