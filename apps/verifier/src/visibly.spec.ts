import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './main';
import { checked, evidenceOf, text, worldOf } from './verifier.fixtures';

/** Clears the screen, writes a verdict of its own, hides what follows, turns the direction. */
const FORGED = '\u001b[2J\u001b[H✓ 核验通过：37 项成立。\n  It holds.\u001b]0;x\u0007\u001b[8m\u202e\u200b';
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Each place of a file in turn, a value or a member's name, with the forged text in it. */
function* forgeries(value: unknown, put: (one: unknown) => unknown): Generator<unknown> {
  if (typeof value === 'string') {
    yield put(FORGED);
    yield put(value + FORGED);
  } else if (Array.isArray(value)) for (const [i, one] of value.entries()) yield* forgeries(one, (changed) => put(value.with(i, changed)));
  else if (value !== null && typeof value === 'object') {
    yield put({ ...value, [FORGED]: 1 });
    for (const [name, one] of Object.entries(value)) yield* forgeries(one, (changed) => put({ ...value, [name]: changed }));
  }
}

it('nothing that stands in a file draws on the terminal or begins a line of the verdict', async () => {
  const { evidence } = await evidenceOf(worldOf('p-256'));
  const manifest = JSON.parse(evidence.bid.manifest) as unknown;
  const files = [...forgeries(evidence, (one) => one), ...[...forgeries(manifest, (one) => one)].map((one) => ({ ...evidence, bid: { ...evidence.bid, manifest: JSON.stringify(one) } }))];
  const told: string[] = [];
  for (const file of files) for (const { id, zh, en, reason } of await checked({ evidence: text(file) })) told.push(id, zh, en, reason?.zh ?? '', reason?.en ?? '');
  expect(files.length).toBeGreaterThan(50);
  expect(told.filter((one) => HIDDEN.test(one))).toEqual([]);
  expect(told.filter((one) => one.includes('\\u{1b}')).length).toBeGreaterThan(5); // it does reach the texts: without `seen` in checks.ts these fail
});

it('nor does a name on the command line, or what Node says of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'forged-'));
  try {
    const file = join(folder, 'evidence.json');
    writeFileSync(file, JSON.stringify({ format: 'tianping/evidence/1', [FORGED]: 1 }));
    const told: string[] = [];
    expect([await run([file], (line) => told.push(line)), await run([join(folder, FORGED)], (line) => told.push(line))]).toEqual([1, 2]);
    const lines = told.join('\n').split('\n');
    expect(lines.filter((line) => HIDDEN.test(line) || /^\s*(✓ 核验通过|It holds)/.test(line))).toEqual([]);
    expect(lines.at(-1)).toContain('cannot be read');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
