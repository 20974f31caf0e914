import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TOP = join(__dirname, '../..');
const text = readFileSync(join(TOP, 'docs/asvs.md'), 'utf8');
const STATES = ['holds', 'in part', 'does not hold', 'does not arise'];

/** Cells of the tables' rows: requirement, what it asks, state, where. */
const rows = (of: string) => [...of.matchAll(/^\| (\d+)\.\d+\.\d+[^|]*\|[^|]*\| ([^|]+) \|(.*)$/gm)].map(([, chapter, state, where]) => ({ chapter: `V${chapter}`, state: state!, where: where! }));
const pathsOf = (of: string) => [...of.matchAll(/`((?:apps|libs|test|docs|docker|migrations)\/[^`]+)`/g)].map(([, path]) => path!);
const missing = (of: string) => pathsOf(of).filter((path) => !existsSync(join(TOP, path)));

test('every file that stands behind a requirement is there', () => {
  expect(pathsOf(text).length).toBeGreaterThan(100);
  expect(missing(text)).toEqual([]);
});

test('negative control: a file that was renamed is found', () => expect(missing('| 1.1.1 | x | holds | `libs/kernel/src/gone.ts` |')).toEqual(['libs/kernel/src/gone.ts']));

test('the summary counts what the tables say', () => {
  const summary = [...text.matchAll(/^\| (V\d+|Together)[^|]*\|(.*)\|$/gm)].map(([, chapter, cells]) => [chapter, cells!.split('|').map(Number)] as const);
  const all = rows(text);
  for (const [chapter, numbers] of summary) {
    const of = all.filter((row) => chapter === 'Together' || row.chapter === chapter);
    const counts = STATES.map((state) => of.filter((row) => row.state === state).length);
    expect([chapter, ...numbers]).toEqual([chapter, ...counts, of.length]);
  }
  expect(summary.length).toBeGreaterThan(8);
});
