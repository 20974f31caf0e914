import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { commitment, type DrawRecord, drawRecord, type DrawRules, freeze, type ValueRecord, valueRecord, verifyDraw } from '.';
import { HELD, hex, POOL, RULES } from './specimens.spec-data';

/** The verifier that shares no code with this one. */
const VERIFIER = join(__dirname, '../../../docs/formats/draw_v1.py');
const found = spawnSync('python3', ['-c', 'import hashlib, hmac, json']).status === 0;

const { lines } = freeze(POOL);
const folder = mkdtempSync(join(tmpdir(), 'draw-'));
afterAll(() => rmSync(folder, { recursive: true }));

function verdict(record: DrawRecord | ValueRecord): string {
  const file = join(folder, 'record.json');
  writeFileSync(file, JSON.stringify(record));
  const { stdout, stderr } = spawnSync('python3', [VERIFIER, file], { encoding: 'utf8' });
  return stdout.trim() || stderr;
}

/** The example in the description of the format. */
function documented(): DrawRecord {
  const text = readFileSync(join(__dirname, '../../../docs/formats/draw-v1.md'), 'utf8');
  return JSON.parse(/```json\n([\s\S]*?)```/.exec(text)![1]!) as DrawRecord;
}

test('the documented example holds', () => expect(verifyDraw(documented()).filter((one) => !one.holds)).toEqual([]));

const record = drawRecord(HELD, lines, RULES, drawRecord(HELD, lines, RULES, []).picked.slice(0, 2));

(found ? describe : describe.skip)(found ? 'the Python verifier' : 'the Python verifier: not checked, there is no python3 here', () => {
  test('accepts honest records', () => {
    expect(verdict(record)).toBe('holds');
    expect(verdict(documented())).toBe('holds');
    expect(verdict(valueRecord({ ...HELD, beacon: 'drand:ab:12:cd' }, 'factor', ['0.95', '0.96', '0.97']))).toBe('holds');
  });

  test('agrees on many draws, with many declines', () => {
    const rules = fc.record({
      awayMin: fc.nat(4),
      maxPerEmployer: fc.integer({ min: 1, max: 3 }),
      avoidEmployers: fc.subarray(['W1', 'W2', 'W9']),
      avoid: fc.constantFrom<DrawRules['avoid']>({}, { E01: 'kin', E07: 'shares' }),
    });
    fc.assert(
      fc.property(rules, fc.nat(), fc.array(fc.nat(), { maxLength: 8 }), (part, number, turns) => {
        const drawId = `D-${number}`;
        const commitments = Object.fromEntries(Object.entries(HELD.reveals).map(([party, r]) => [party, commitment(drawId, party, r)]));
        const made = (declined: string[]) => drawRecord({ ...HELD, drawId, commitments }, lines, { ...RULES, ...part }, declined);
        const declined: string[] = [];
        for (const turn of turns) {
          const { picked } = made(declined);
          if (picked.length > 0) declined.push(picked[turn % picked.length]!);
        }
        expect(verdict(made(declined))).toBe('holds');
      }),
      { numRuns: 40 },
    );
  });

  test.each<[string, Partial<DrawRecord>, string]>([
    ['another beacon', { beacon: 'nist:2:1:ab' }, 'seed'],
    ['another reveal', { reveals: { ...HELD.reveals, centre: hex(99) } }, 'commitment of centre'],
    ['another person', { picked: [...record.picked.slice(1), 'E40'] }, 'walk or result'],
    ['a step taken out', { steps: record.steps.slice(1) }, 'walk or result'],
    ['a line taken out', { lines: lines.split('\n').slice(1).join('\n') }, 'list or rules'],
  ])('finds %s', (_, part, why) => expect(verdict({ ...record, ...part })).toBe(`does not hold: ${why}`));
});
