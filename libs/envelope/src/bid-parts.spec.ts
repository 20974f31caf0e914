import * as fc from 'fast-check';
import { isFileName } from '@kernel';
import { mediaTypeOf, safeFileName } from './bid-file';
import { assertBidParts, partNameAt } from './bid-parts';
import { outcome } from './envelope.fixtures';
import { PART_RULES } from './manifest-rules';
import { MAX_PRICE_SHEET } from './price-sheet';

const partsOf = (...names: string[]) => names.map((name) => ({ name, fileName: `${name}.pdf`, plainSize: 1 }));

test.each<[string, ReturnType<typeof partsOf>, string]>([
  ['a sheet and a body', partsOf('price-sheet', 'body'), 'accepted'],
  ['three annexes', partsOf('price-sheet', 'body', 'annex-1', 'annex-2', 'annex-3'), 'accepted'],
  ['as many as a manifest may hold', partsOf(...Array.from({ length: 200 }, (_, i) => partNameAt(i))), 'accepted'],
  ['nothing', [], 'bid-parts bid-parts'],
  ['no body', partsOf('price-sheet'), 'bid-parts'],
  ['no sheet', partsOf('body'), 'bid-parts bid-parts'],
  ['an annex in place of the body', partsOf('price-sheet', 'annex-1'), 'bid-parts'],
  ['the body first', partsOf('body', 'price-sheet'), 'bid-parts bid-parts'],
  ['an annex left out', partsOf('price-sheet', 'body', 'annex-2'), 'bid-parts'],
  ['a part that nobody would open', partsOf('price-sheet', 'body', 'secret'), 'bid-parts'],
  ['a program for an annex', [...partsOf('price-sheet', 'body'), { name: 'annex-1', fileName: '技术标.pdf.exe', plainSize: 1 }], 'part-program'],
  ['a document with macros', [...partsOf('price-sheet'), { name: 'body', fileName: '标书.docm', plainSize: 1 }], 'part-program'],
  ['an empty body', [...partsOf('price-sheet'), { name: 'body', fileName: '投标文件.pdf', plainSize: 0 }], 'part-empty'],
  ['an empty annex', [...partsOf('price-sheet', 'body'), { name: 'annex-1', fileName: 'a', plainSize: 0 }], 'part-empty'],
  ['an empty sheet', [{ name: 'price-sheet', fileName: 'a', plainSize: 0 }, ...partsOf('body')], 'part-empty'],
  ['a sheet over 1 MiB', [{ name: 'price-sheet', fileName: 'a', plainSize: MAX_PRICE_SHEET + 1 }, ...partsOf('body')].map((one, i) => ({ ...one, name: partNameAt(i) })), 'price-sheet'],
])('%s', (_what, parts, expected) => expect(outcome(() => assertBidParts(parts))).toBe(expected));

test('any name of a file becomes one that the manifest takes, and a sound one stays', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom('CON', 'con.pdf', '..', ' ', '\ud800', '𠮷'.repeat(200), 'a.', 'e\u0301.pdf', 'a\u202efdp.exe')), (name) => {
      const safe = safeFileName(name);
      expect([isFileName(safe), PART_RULES['fileName']!.holds(safe)]).toEqual([true, true]);
      if (name && isFileName(name) && [...name].length <= 190) expect(safe).toBe(name);
    }),
  );
});

test.each([
  ['投标文件.PDF', 'application/pdf'],
  ['a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['a.dwg', 'application/octet-stream'],
  ['pdf', 'application/octet-stream'],
  ['a.pdf.exe', 'application/octet-stream'],
])('%s is %s', (name, type) => {
  expect(mediaTypeOf(name)).toBe(type);
  expect(PART_RULES['mediaType']!.holds(type)).toBe(true);
});
