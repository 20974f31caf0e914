import { sheetsOf } from '@test/journeys/sheets';
import { tenTimes } from '@test/setup/patience';
import { PUBLIC_ACTOR } from '../db';
import { MOST_ROWS, type SheetColumn, workbook } from './sheets';

interface Row {
  text: string;
  fen: string | null;
  at: Date;
  count: number;
}

const COLUMNS: readonly SheetColumn<Row>[] = [
  { title: { zh: '文字', en: 'Text' }, of: ({ text }) => text },
  { title: { zh: '金额', en: 'Amount' }, of: ({ fen }) => ({ fen }) },
  { title: { zh: '时间', en: 'Time' }, of: ({ at }) => at },
  { title: { zh: '数量', en: 'Count' }, of: ({ count }) => count },
];
const AT = new Date('2026-03-03T16:00:01Z');
const row = (change: Partial<Row> = {}): Row => ({ text: '路', fen: '123456', at: AT, count: 7, ...change });
const made = (rows: Row[], language: 'zh' | 'en' = 'zh', cut = false) =>
  workbook(
    { title: { zh: '清单', en: 'List' }, columns: COLUMNS, rows, filter: { q: '=1+1', region: undefined, stage: 'bidding' }, at: AT, cut },
    { actor: { ...PUBLIC_ACTOR, name: '公众' }, language },
  );
const texts = (sheet: { text: string }[][]) => sheet.map((cells) => cells.map(({ text }) => text));

test('the first sheet says what it is, by which filter, when and by whom', async () => {
  const [about] = sheetsOf(await made([row()]));
  expect(texts(about!)).toEqual([
    ['内容', '清单'],
    ['筛选条件', 'q==1+1; stage=bidding'],
    ['导出时间（北京时间）', '2026-03-04 00:00:01'],
    ['导出人', '公众'],
    ['行数', '1'],
  ]);
  expect(texts(sheetsOf(await made([], 'en', true))[0]!).at(-1)).toEqual([`Only the first ${MOST_ROWS} rows; narrow the filter for the others`]);
});

test('amounts and counts are numbers, moments are Beijing’s, nothing is an empty cell', async () => {
  const [, sheet] = sheetsOf(await made([row(), row({ fen: null }), row({ fen: '99999999999999999' })]));
  expect(texts(sheet!)).toEqual([
    ['文字', '金额', '时间', '数量'],
    ['路', '1234.56', '2026-03-04 00:00:01', '7'],
    ['路', '2026-03-04 00:00:01', '7'],
    ['路', '999999999999999.99', '2026-03-04 00:00:01', '7'],
  ]);
  expect(sheet![1]!.map(({ type }) => type)).toEqual(['s', 'n', 's', 'n']);
  expect(sheet![3]![1]!.type).toBe('s'); // more fen than a sheet's number can tell apart
});

// negative control: written as 'Formula' the library makes an <f>, at which sheetsOf throws
test.each(['=cmd|calc', '+1', '-1', '@SUM(A1)', '\t=1', '<b>&"\'', 'a\u0000b\u0001\ud800c', '甲\n乙', '</t></is></c><c r="A9"><v>1</v></c>', ']]>', '\u202e反转'])('%j is text', async (text) => {
  const [, sheet] = sheetsOf(await made([row({ text })]));
  expect(sheet!.map((cells) => cells.length)).toEqual([4, 4]);
  expect(sheet![1]![0]).toEqual({ type: 's', text: text.replace(/[\u0000\u0001\ud800]/g, '') });
});

test('ten thousand rows take seconds, not minutes', async () => {
  const begun = performance.now();
  const bytes = await made(Array.from({ length: MOST_ROWS }, (_, count) => row({ count, text: `第${count}行` })));
  expect(sheetsOf(bytes)[1]).toHaveLength(MOST_ROWS + 1);
  expect(performance.now() - begun).toBeLessThan(tenTimes(3_000));
});

// negative control: written on the loop, as before, ten thousand rows let nobody have a turn for a second
test('while ten thousand rows are written the loop goes on', async () => {
  let turns = 0;
  const clock = setInterval(() => (turns += 1), 1);
  await made(Array.from({ length: MOST_ROWS }, (_, count) => row({ count })));
  clearInterval(clock);
  expect(turns).toBeGreaterThan(20);
});
