import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { doubtAbout } from './doubts';

const REAL = join(__dirname, '../../../../../../shared/data/pdf');
const real = existsSync(REAL) ? test : test.skip;
const file = (content: string | Uint8Array<ArrayBuffer>, name = '投标文件.pdf') => new File([content], name);
const pdf = (before: number, trailer: string) => file(`%PDF-1.7\n${'x'.repeat(before)}\ntrailer << ${trailer} >>\nstartxref\n9\n%%EOF\n`);

test('a PDF that is none, or locked, is doubted; what is no PDF by its name is not looked into', async () => {
  expect(await doubtAbout(pdf(1_000_000, '/Size 3 /Root 1 0 R'))).toBeUndefined();
  expect(await doubtAbout(pdf(1_000_000, '/Size 3 /Encrypt 2 0 R'))).toBe('encrypted');
  expect(await doubtAbout(file('PK\u0003\u0004 a document that was renamed'))).toBe('noPdf');
  expect(await doubtAbout(file('PK\u0003\u0004 /Encrypt', '施工组织设计.docx'))).toBeUndefined();
  expect(await doubtAbout(file(''))).toBeUndefined(); // refused as empty
});

real(`real ones (skipped where ${REAL} is absent)`, async () => {
  const of = (name: string) => doubtAbout(file(new Uint8Array(readFileSync(join(REAL, name)))));
  expect(await of('empty_protected.pdf')).toBe('encrypted');
  expect(await Promise.all(['tracemonkey.pdf', 'scan-bad.pdf', 'vertical.pdf', 'openoffice.pdf', 'SimFang-variant.pdf'].map(of))).toEqual(Array(5).fill(undefined));
});
