import * as fc from 'fast-check';
import { type Citation, citationsIn, piecesOf, writeCitation } from './citation';

const citation: fc.Arbitrary<Citation> = fc.record(
  {
    bid: fc.integer({ min: 1, max: 9999 }),
    part: fc.oneof(
      fc.constant('body'),
      fc.integer({ min: 1, max: 198 }).map((n) => `annex-${n}`),
    ),
    page: fc.integer({ min: 1, max: 999_999 }),
  },
  { requiredKeys: ['bid', 'part'] },
);
const together = (pieces: readonly (string | Citation)[]) => pieces.map((piece) => (typeof piece === 'string' ? piece : writeCitation(piece))).join('');

test('what is written is read, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.string(), citation, fc.string(), citation, (before, one, between, other) => {
      const text = before + writeCitation(one) + between + writeCitation(other);
      expect(citationsIn(text)).toEqual([one, other]);
      expect(together(piecesOf(text))).toBe(text);
    }),
  );
});

test.each([
  ['无依据', []],
  [
    '资质证书过期〔投标 3，附件 2，第 14 页〕，见〔投标 1，正文〕。',
    [
      { bid: 3, part: 'annex-2', page: 14 },
      { bid: 1, part: 'body' },
    ],
  ],
  ['〔投标 3，附件 2，第 0 页〕〔投标 03，正文〕〔投标 3，附件 02〕〔投标 3，附录 2〕〔投标 3，正文，第 14 页', []],
  ['〔投标 〔投标 2，正文〕', [{ bid: 2, part: 'body' }]],
])('%s', (text, expected) => expect(citationsIn(text)).toEqual(expected));

test('any text stays itself', () => {
  const piece = fc.constantFrom('〔', '投标 ', '1', '，', '正文', '附件 ', '第 ', ' 页', '〕', 'x');
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }).map((all) => all.join('')),
      (text) => expect(together(piecesOf(text))).toBe(text),
    ),
  );
});
