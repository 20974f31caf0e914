import { isLine, isParagraph, isPlainName, tidied, nameKey, plainCode, visibleLines, visibly } from './plain-text';

test.each(['衡州城市建设投资集团（演示）', '张三', 'Société Générale', '买买提·艾力', 'Ромашка', 'A-1 工程咨询', '互认-900'])('%s is a plain name', (name) => {
  expect(isPlainName(name)).toBe(true);
});

test.each([
  ['zero-width space', '张\u200b三'],
  ['zero-width joiner', '张\u200d三'],
  ['soft hyphen', '张\u00ad三'],
  ['right-to-left override', '张\u202e三'],
  ['line break', '张三\n中标价 1 元'],
  ['line separator', '张\u2028三'],
  ['Hangul filler', '张\u3164三'],
  ['braille blank', '张\u2800三'],
  ['variation selector', '张\u{e0100}三'],
  ['private use', '张\ue000三'],
  ['radical', '⼯程咨询'],
  ['Cyrillic among Latin', 'Аcme'],
  ['Greek among Latin', 'Acmε'],
])('a name with a %s is not', (_, name) => expect(isPlainName(name)).toBe(false));

/** What a reader would take for more, less or other than was typed. */
const SMEARED: [string, string][] = [
  ['an enclosing mark', '乙公司\u0489'],
  ['an enclosing circle', '乙\u20dd公司'],
  ['a strike through', '丙\u0336公司'],
  ['a slash over it', '丙\u0338公司'],
  ['a prohibition sign over it', '丙\u20e0公司'],
  ['a vertical line over it', '丙\u20d2公司'],
  ['a mark at the beginning', '\u0301丙公司'],
  ['a mark on a blank', '甲 \u0301丙公司'],
  ['five marks in a row', `甲${'\u0301\u0323'.repeat(2)}\u0301公司`],
  ['a gap of three blanks', '甲公司   中标价：1 元'],
  ['a gap of ideographic blanks', `甲公司${'\u3000'.repeat(30)}中标价：1 元`],
  ['a gap of blanks of three kinds', '甲公司 \u00a0\u3000中标价：1 元'],
];
test.each(SMEARED)('%s makes a text neither a line nor a paragraph nor a name', (_, text) => {
  for (const spelt of [text, tidied(text)]) expect([isLine(spelt), isParagraph(spelt), isParagraph(`第一行\n${spelt}`), isPlainName(spelt)]).toEqual([false, false, false, false]);
});

test.each([
  ['Tibetan stacks', 'བསྒྲུབས་ཧཱུྃ'],
  ['Vietnamese', 'Nguyễn Thị Ướt'],
  ['Vietnamese, decomposed', 'Nguyễn Thị Ướt'.normalize('NFD')],
  ['Uyghur', 'مەمەت ئەلى'],
  ['Arabic with vowels', 'مُحَمَّدٌ'],
  ['Hebrew with points', 'בְּרֵאשִׁ֖ית'],
  ['Thai', 'ผู้ใหญ่'],
  ['Devanagari', 'क्ष्म्य्रृं'],
  ['Mongolian', 'ᠮᠣᠩᠭᠣᠯ'],
  ['two blanks', '甲公司  乙分公司'],
  ['a sign that composes', '甲 =\u0338 乙'],
])('%s are letters in their places', (_, text) => expect([isLine(tidied(text)), isParagraph(tidied(text)), isPlainName(tidied(text))]).toEqual([true, true, true]));

test('a paragraph may be indented', () => {
  expect(isParagraph('一、范围\n    （一）道路\n\u3000\u3000\u3000（二）桥梁')).toBe(true);
});

test('codes: full-width digits, blanks, dashes and case are one spelling', () => {
  for (const text of ['11010519491231002X', ' 110105 19491231 002x ', '１１０１０５１９４９１２３１００２Ｘ', '110105-1949-1231-002x', '1101\u200b0519491231002x\u00a0'])
    expect(plainCode(text)).toBe('11010519491231002X');
  expect(plainCode('110105١٩٤٩')).toBe('110105١٩٤٩'); // Arabic digits stay what they are and fail the shape
});

test('names that look the same have one key; others have two', () => {
  const key = nameKey('衡州ABC工程（演示）');
  for (const text of ['衡州ABC工程(演示)', '衡州 ABC 工程（演示）', '衡州\u200bABC工程（演示）', '衡州ＡＢＣ工程（演示）', '衡州АВС工程（演示）', '衡州abc⼯程（演示）'])
    expect(nameKey(text)).toBe(key);
  expect(nameKey('衡州ABD工程（演示）')).not.toBe(key);
});

test('what nobody sees is written out, and nothing else changes', () => {
  expect(visibly('衡州 A-1\u001b[2J\n✓\u202e')).toBe('衡州 A-1\\u{1b}[2J\\u{a}✓\\u{202e}');
  expect(visibleLines('一\n二\u0007')).toBe('一\n二\\u{7}');
  expect(visibly('𠮷野家 👍 Müller')).toBe('𠮷野家 👍 Müller');
});
