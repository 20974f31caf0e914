import { isLine, isParagraph, joined, keepLines, markdown, onOneLine, statementLines } from './index';

describe('markdown', () => {
  test.each([
    ['plain 文字 2026-03-03 09:30', 'plain 文字 2026-03-03 09:30'],
    ['a\nb\u2028c', 'a b c'],
    ['*a* _b_ `c` [d](e) <f> & ~~g~~ | #h', '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\& \\~\\~g\\~\\~ \\| \\#h'],
    ['- a', '\\- a'],
    ['1. a', '1\\. a'],
    ['12) a', '12\\) a'],
    ['12.5', '12.5'],
    ['12.', '12\\.'],
    ['1 a', '1 a'],
    ['   ', '—'],
    ['a\u202eb\u200bc', 'abc'],
    ['مەمەت 100', '\u2068مەمەت 100\u2069'],
    ['- אבג\u2069 *', '\u2068\\- אבג \\*\u2069'],
    ['Société Ромашка བོད་ 衡州', 'Société Ромашка བོད་ 衡州'],
  ])('%j stands in a document as %j', (text, written) => {
    expect(markdown`<${text}>`.text).toBe(`<${written}>`);
  });

  it('what went through the door already is not escaped again', () => {
    expect(markdown`- ${markdown`**${'a*b'}**`}: ${12}`.text).toBe('- **a\\*b**: 12');
    expect(joined(['a|b', markdown`*c*`], '；').text).toBe('a\\|b；*c*');
  });

  it('a paragraph keeps its lines, and only these', () => {
    expect(keepLines('甲\n\n- 乙\r\n  丙').text).toBe('甲\\\n\\- 乙\\\n丙');
    expect(keepLines('甲\nئەلى\n乙').text).toBe('甲\\\n\u2068ئەلى\u2069\\\n乙'); // an isolate ends with its line
    expect(keepLines(' \n ').text).toBe('—');
  });
});

test('hidden characters are none of a line; line ends and tabs are of a paragraph', () => {
  for (const text of ['a\u0000', 'a\u007f', 'a\u0085', 'a\u200e', 'a\u202a', 'a\u2069', 'a\ufeff', 'a\u00ad', '\u3164', 'a\ud800'])
    expect([text, isLine(text), isParagraph(text)]).toEqual([text, false, false]);
  expect([isLine('a\tb'), isParagraph('a\n\tb'), isLine(' '), isParagraph('\n'), isLine('')]).toEqual([false, true, false, false, true]);
  expect(onOneLine(' e\u0301 \u200b\t x\u2029')).toBe('\u00e9 x');
});

test('a statement has a line for each part, or is not made', () => {
  expect(statementLines('a/1', '甲', '')).toBe('a/1\n甲\n');
  for (const part of ['甲\n乙', '甲\r', '甲\u2028', '甲\u202e']) expect(() => statementLines('a/1', part)).toThrow(RangeError);
});
