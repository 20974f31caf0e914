import * as fc from 'fast-check';
import { isFileName, isLine } from '@kernel';
import { mediaTypeOf, safeFileName } from './bid-file';
import { assertBidParts, partNameAt, type PlainPart } from './bid-parts';
import { outcome } from './envelope.fixtures';
import { PART_RULES } from './manifest-rules';
import { writeManifest } from './manifest-write';
import { MAX_PRICE_SHEET } from './price-sheet';
import { cipherSize } from './stream';

const DIGEST = '0'.repeat(64);

const PDF = 'application/pdf';
const partsOf = (...names: string[]) => names.map((name) => ({ name, fileName: `${name}.pdf`, mediaType: PDF, plainSize: 1 }));
/** So many parts, whose files are called so. */
const called = (fileName: string, parts: number) => Array.from({ length: parts }, (_, i) => ({ ...partsOf(partNameAt(i))[0]!, fileName }));

test.each<[string, ReturnType<typeof partsOf>, string]>([
  ['a sheet and a body', partsOf('price-sheet', 'body'), 'accepted'],
  ['three annexes', partsOf('price-sheet', 'body', 'annex-1', 'annex-2', 'annex-3'), 'accepted'],
  ['many with short names', called('a.pdf', 150), 'accepted'],
  ['more than a manifest may list', called('a', 201), 'manifest-field'],
  ['more than it has room for', called('a.pdf', 200), 'manifest-too-large'],
  ['seventy files whose names are long', called(`${'资质'.repeat(95)}.pdf`, 70), 'manifest-too-large'],
  ['sixty annexes', called('营业执照、资质证书及其附件（第一册）.pdf', 62), 'accepted'],
  ['nothing', [], 'bid-parts bid-parts'],
  ['no body', partsOf('price-sheet'), 'bid-parts'],
  ['no sheet', partsOf('body'), 'bid-parts bid-parts'],
  ['an annex in place of the body', partsOf('price-sheet', 'annex-1'), 'bid-parts'],
  ['the body first', partsOf('body', 'price-sheet'), 'bid-parts bid-parts'],
  ['an annex left out', partsOf('price-sheet', 'body', 'annex-2'), 'bid-parts'],
  ['a part that nobody would open', partsOf('price-sheet', 'body', 'secret'), 'bid-parts'],
  ['a program for an annex', [...partsOf('price-sheet', 'body'), { name: 'annex-1', fileName: '技术标.pdf.exe', mediaType: PDF, plainSize: 1 }], 'part-program'],
  // negative control: `isFileName`, which the manifest asks, takes the next five
  ...['技术标\u3164.pdf', '技术\u00ad标.pdf', '技术标\u{e0041}.pdf', `技术标${'\u0301'.repeat(60)}.pdf`, `技术标.pdf${' '.repeat(60)}.dwg`].map(
    (fileName, i): [string, ReturnType<typeof partsOf>, string] => [
      `a name that is not as it looks (${i})`,
      [...partsOf('price-sheet'), { name: 'body', fileName: fileName.normalize('NFC'), mediaType: PDF, plainSize: 1 }],
      'manifest-field',
    ],
  ),
  ['a workbook with macros', [...partsOf('price-sheet'), { name: 'body', fileName: '清单.xlsb', mediaType: PDF, plainSize: 1 }], 'part-program'],
  ['a document with macros', [...partsOf('price-sheet'), { name: 'body', fileName: '标书.docm', mediaType: PDF, plainSize: 1 }], 'part-program'],
  ['an empty body', [...partsOf('price-sheet'), { name: 'body', fileName: '投标文件.pdf', mediaType: PDF, plainSize: 0 }], 'part-empty'],
  ['an empty annex', [...partsOf('price-sheet', 'body'), { name: 'annex-1', fileName: 'a', mediaType: PDF, plainSize: 0 }], 'part-empty'],
  ['an empty sheet', [{ name: 'price-sheet', fileName: 'a', mediaType: PDF, plainSize: 0 }, ...partsOf('body')], 'part-empty'],
  [
    'a sheet over 1 MiB',
    [{ name: 'price-sheet', fileName: 'a', mediaType: PDF, plainSize: MAX_PRICE_SHEET + 1 }, ...partsOf('body')].map((one, i) => ({ ...one, name: partNameAt(i) })),
    'price-sheet',
  ],
])('%s', (_what, parts, expected) => expect(outcome(() => assertBidParts(parts))).toBe(expected));

// negative control: without the count of the names’ bytes, parts pass that no manifest has room for
test('what is let through before sealing has a manifest, and hardly less is refused than has none', () => {
  const address = { tender: '01a21d54-24a4-7a7c-adfd-6a200c234d44', lot: '标'.repeat(64), bidder: '12990200MATP020166', version: 9999, createdAt: new Date(0), nonce: '0'.repeat(32) };
  const fixed = { ...address, suite: 'sm' as const, escrow: DIGEST, cipherSha256: DIGEST };
  const written = (parts: readonly PlainPart[]) => {
    let end = 0;
    const laid = parts.map((part) => {
      const sealed = cipherSize(part.plainSize);
      end += sealed;
      return { ...part, plainSha256: DIGEST, offset: end - sealed, cipherSize: sealed, cipherSha256: DIGEST, keyCommitment: DIGEST };
    });
    return outcome(() => writeManifest({ ...fixed, parts: laid, cipherSize: end }));
  };
  for (const name of ['a.pdf', '资质证明.pdf', `${'资'.repeat(150)}.pdf`]) {
    const most = Array.from({ length: 200 }, (_, i) => i + 2).findLast((n) => outcome(() => assertBidParts(called(name, n))) === 'accepted')!;
    expect([name, written(called(name, most)), written(called(name, most + 2))]).toEqual([name, 'accepted', 'manifest-too-large']);
  }
});

test('any name of a file becomes one that the manifest takes, and a sound one stays', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.constantFrom(
          'CON',
          '标\u3164书.pdf',
          `e${'\u0301'.repeat(60)}.pdf`,
          '\u0301.pdf',
          'a.pdf     .dwg',
          'con.pdf',
          '..',
          ' ',
          '\ud800',
          '𠮷'.repeat(200),
          'a.',
          'e\u0301.pdf',
          'a\u202efdp.exe',
        ),
      ),
      (name) => {
        const safe = safeFileName(name);
        expect([isFileName(safe), isLine(safe), PART_RULES['fileName']!.holds(safe)]).toEqual([true, true, true]);
        if (name && isFileName(name) && isLine(name) && [...name].length <= 190) expect(safe).toBe(name);
      },
    ),
  );
});

// negative control: with the first 190 letters alone it ends in 文, and no system knows what it is
test('a name that is too long keeps its ending', () => {
  expect(safeFileName(`${'文'.repeat(300)}.docx`)).toBe(`${'文'.repeat(185)}.docx`);
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
