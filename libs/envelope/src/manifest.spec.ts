import { BusinessError, type Refusal } from '@kernel';
import * as fc from 'fast-check';
import { changed, changedPart, manifest, sealed } from './bid.fixtures';
import { utf8 } from './bytes';
import { mutate, mutation, outcome, RIVAL, runs, SEED, TENDER, USCC } from './envelope.fixtures';
import { type BidManifest, canonicalJson, type Json, parseManifest } from './index';

function refusals(text: string): readonly Refusal[] {
  try {
    parseManifest(text);
    return [];
  } catch (error) {
    if (error instanceof BusinessError) return error.refusals;
    throw error;
  }
}

describe('the manifest', () => {
  const deep = '{"a":'.repeat(100) + '1' + '}'.repeat(100);
  test.each([
    ['no JSON', '{', 'manifest-malformed'],
    ['an array', '[]', 'manifest-malformed'],
    ['null', 'null', 'manifest-malformed'],
    ['white space', `${sealed.manifest} `, 'manifest-not-canonical'],
    ['a member twice', sealed.manifest.replace('{', '{"bidder":"x",'), 'manifest-not-canonical'],
    ['nested deeply', deep, 'manifest-not-canonical'],
    ['a byte order mark', `\ufeff${sealed.manifest}`, 'manifest-malformed'],
    ['too long', JSON.stringify('x'.repeat(65536)), 'manifest-too-large'],
    ['too long in UTF-8', JSON.stringify('长'.repeat(30000)), 'manifest-too-large'],
    ['another format', changed({ format: 'tianping/bid-manifest/2' }), 'manifest-format'],
    ['no format', '{}', 'manifest-format'],
  ])('%s', (_, text, want) => {
    expect(outcome(() => parseManifest(text))).toBe(want);
  });

  test.each<[string, unknown[], unknown[]]>([
    ['tender', ['x', 1, TENDER.toUpperCase().replace('0190A0A0', '0190A0AF')], [TENDER]],
    ['lot', ['', 'a\nb', 'a\u202eb', '\u200b', 'a\u00adb', '\u3164', 'a\u{e0041}', 'a\ufffdb', ' a', 'x'.repeat(65), null], ['A-1/2', '一标段', 'x'.repeat(64)]],
    ['bidder', ['', USCC.slice(1), USCC.toLowerCase(), `${USCC}0`], [RIVAL]],
    ['version', [0, -1, 1.5, 10000, '1'], [1, 9999]],
    ['createdAt', ['2026-11-21', '2026-11-21T08:00:00Z', '2026-02-30T00:00:00.000Z', '2026-11-21T24:00:00.000Z', 1], ['2026-11-21T08:00:00.000Z']],
    ['nonce', ['', 'A'.repeat(32), '0'.repeat(31)], ['0'.repeat(32)]],
    ['parts', [[], {}, null, Array(201).fill(0)], []],
    ['cipherSha256', ['0', 'G'.repeat(64)], ['0'.repeat(64)]],
    ['cipherSize', [0, -1, '1', 2 ** 53], []],
  ])('member %s', (field, wrong, right) => {
    for (const value of wrong) expect(refusals(changed({ [field]: value })).map((r) => [r.code, r.pointer])).toEqual([['envelope.manifest-field', `/${field}`]]);
    for (const value of right) expect(refusals(changed({ [field]: value }))).toEqual([]);
    const { [field as keyof BidManifest]: _, ...without } = manifest;
    expect(refusals(canonicalJson(without as unknown as Json))[0]).toMatchObject({
      code: 'envelope.manifest-field-missing',
      pointer: `/${field}`,
    });
  });

  test.each<[string, unknown[], unknown[]]>([
    ['name', ['', '-a', 'A', '../a', '报价', 'x'.repeat(65), '__proto__'], ['price-sheet', '0']],
    [
      'fileName',
      ['', '.', '..', 'a/b', 'a\\b', '../etc/passwd', 'a\u0000b', 'x\u202efdp.exe', '\u200b', 'CON', 'nul.txt', 'a.', ' a', 'a:b', 'x'.repeat(201), 'e\u0301.pdf', 1],
      ['报价表（终）.xlsx', '.htaccess', 'x'.repeat(200), '\u00e9.pdf', '长'.repeat(100)],
    ],
    ['mediaType', ['', 'pdf', 'application/', 'Application/pdf', 'text/html; charset=utf-8'], ['application/vnd.ms-excel']],
    ['plainSize', [-1, 0.5, '1', 2 ** 41], []],
    ['plainSha256', ['', 'A'.repeat(64)], ['a'.repeat(64)]],
    ['cipherSha256', ['', 'A'.repeat(64)], ['a'.repeat(64)]],
    ['keyCommitment', ['', 'A'.repeat(64)], ['a'.repeat(64)]],
    ['offset', [-1, '0', 2 ** 53], []],
    ['cipherSize', [0, '1', 2 ** 53], []],
  ])('member %s of a part', (field, wrong, right) => {
    for (const value of wrong) expect(refusals(changedPart({ [field]: value })).map((r) => [r.code, r.pointer])).toEqual([['envelope.manifest-field', `/parts/0/${field}`]]);
    for (const value of right) expect(refusals(changedPart({ [field]: value }))).toEqual([]);
  });

  test('unknown members, with their place (RFC 6901)', () => {
    expect(refusals(changed({ 'a/b~c': 1, price: '1' })).map((r) => r.pointer)).toEqual(['/a~1b~0c', '/price']);
    expect(refusals(changedPart({ price: 1 }, 1))[0]).toMatchObject({ code: 'envelope.manifest-field-unknown', pointer: '/parts/1/price' });
    expect(refusals(changed({ parts: [1, null] })).map((r) => r.pointer)).toEqual(['/parts/0', '/parts/1']);
  });

  test('every broken rule at once', () => {
    expect(refusals(changed({ lot: '', version: 0, nonce: 1 })).map((r) => r.pointer)).toEqual(['/lot', '/version', '/nonce']);
  });

  test('parts follow one another and fill the sealed file', () => {
    const codes = (text: string) => refusals(text).map((r) => `${r.code.slice(9)} ${r.pointer}`);
    expect(codes(changedPart({ offset: manifest.parts[1]!.offset + 1 }, 1))).toEqual(['manifest-offset /parts/1/offset', 'manifest-offset /parts/2/offset']);
    expect(codes(changedPart({ plainSize: 19 }))).toEqual(['manifest-size /parts/0/cipherSize']);
    expect(codes(changedPart({ name: 'body' }))).toEqual(['manifest-duplicate-part /parts/1/name']);
    expect(codes(changed({ cipherSize: manifest.cipherSize + 1 }))).toEqual(['manifest-size /cipherSize']);
    expect(codes(sealed.manifest)).toEqual([]);
  });

  test(`any change of text is refused or read, never another fault (seed ${SEED})`, () => {
    const text = utf8(sealed.manifest);
    fc.assert(
      fc.property(mutation, (change) => void refusals(new TextDecoder().decode(mutate(text, change)))),
      runs(500),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void refusals(canonicalJson({ ...manifest, parts: value } as unknown as Json))),
      runs(200),
    );
  });
});
