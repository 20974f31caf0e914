import { isDocumentName, isFileName } from './file-name';

test.each(['招标文件.pdf', '工程量清单（第2册）.xlsx', '图纸 A-1.dwg', '澄清.1.docx', 'a&b=c;d.zip', '控制价.GEF', "a'b (1).pdf", '.pdf', 'COM10.pdf', '批复.pdf.p7s'])('%s names a document', (name) =>
  expect(isDocumentName(name)).toBe(true),
);

test.each([
  '..',
  '.',
  'CON',
  'nul.pdf',
  'a.pdf:evil.exe',
  'trail .',
  ' a.pdf',
  'a.pdf.',
  'q?.pdf',
  '|calc|.pdf',
  '<b>.pdf',
  'a\\b.pdf',
  'a/b.pdf',
  'fdp\u202e.exe.pdf',
  'a\u200b.pdf',
  'a\nb.pdf',
  'a\u00adb.pdf',
  '\u3164',
  'a\u{e0041}.pdf',
  'a\ufe0f.pdf',
  'a\ufffd.pdf',
  '',
  'a\u0336.pdf',
])('%j is no file name', (name) => expect([isFileName(name), isDocumentName(name)]).toEqual([false, false]));

test.each(['招标文件.pdf.exe', '招标文件.lnk', '公告.HTML', '图.svg', 'a.Js', 'x.hta', '目录.url', '宏.ps1', 'a.settingcontent-ms', 'b.appref-ms', '盘.iso', 'x.xll'])(
  '%s is none for a document',
  (name) => expect([isFileName(name), isDocumentName(name)]).toEqual([true, false]),
);
