import { isDocumentName, isFileName } from './file-name';

test.each([
  '招标文件.pdf',
  '工程量清单（第2册）.xlsx',
  '图纸 A-1.dwg',
  '澄清.1.docx',
  'a&b=c;d.zip',
  '清单{2}.xml',
  '图.{1}.pdf',
  '控制价.GEF',
  "a'b (1).pdf",
  '.pdf',
  'COM10.pdf',
  'COM¹0.pdf',
  'con a.pdf',
  '批复.pdf.p7s',
])('%s names a document', (name) => expect(isDocumentName(name)).toBe(true));

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
  'COM¹.pdf', // negative control: while these two were names, no Windows could save them
  'con .pdf',
])('%j is no file name', (name) => expect([isFileName(name), isDocumentName(name)]).toEqual([false, false]));

test.each([
  '招标文件.pdf.exe',
  '招标文件.lnk',
  '公告.HTML',
  '图.svg',
  'a.Js',
  'x.hta',
  '报价.txt.{3050F4D8-98B5-11CF-BB82-00AA00BDCE0B}',
  '目录.url',
  '宏.ps1',
  'a.settingcontent-ms',
  'b.appref-ms',
  '盘.iso',
  'x.xll',
])('%s is none for a document', (name) => expect([isFileName(name), isDocumentName(name)]).toEqual([true, false]));

/** Formats that hold macros (ECMA-376 and before), what Outlook keeps from being opened, and what other systems start. */
test.each([
  ['macros', 'docm dotm xlsm xltm xlam xlsb xla xlm pptm potm ppsm ppam ppa sldm vsdm vssm vstm oxt'],
  ['Access', 'ade adp mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz accda accdb accde accdr'],
  ['shells', 'bat cmd ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 cdxml msh msh1 msh2 mshxml msh1xml msh2xml sh csh ksh'],
  ['scripts', 'bas js jse vb vbe vbs vbp ws wsc wsf wsh wsb sct htc hta fxp prg pcd plg py pyc pyo pyw pyz pyzw pl rbw tcl ahk au3 a3x'],
  [
    'Windows',
    'app chm cpl exe gadget hlp inf ins isp jar jnlp lnk msc msi msp mst msu ops pif prf reg scf scr shb shs udl url vsmacros vsw website webpnp xbap xll xnk mcl printerexport diagcab diagcfg diagpkg deskthemepack osd air eappx emsix',
  ],
  ['pages that a browser draws from one file, and what Outlook keeps from being opened beside them', 'webarchive maff bgi grp its mcf hpj cnt'],
  ['macOS', 'command terminal workflow webloc inetloc fileloc ftploc afploc vncloc mailloc scpt applescript mobileconfig'],
])('no ending of %s ends the name of a document', (_kind, endings) =>
  expect(endings.split(' ').filter((one) => isDocumentName(`标书.${one}`) || isDocumentName(`标书.pdf.${one.toUpperCase()}`))).toEqual([]),
);

test('a name is not its ending', () => expect(['exe', 'run', '标书.exe.pdf', 'exe.pdf'].map(isDocumentName)).toEqual([true, true, true, true]));
