import { isPlainName, nameKey, plainCode, visibleLines, visibly } from './plain-text';

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
