import { allHold, commitment, drawRecord, type DrawRecord, freeze, valueRecord, verifyDraw, verifyValue } from '.';
import { HELD, hex, POOL, RULES } from './specimens.spec-data';

const { lines } = freeze(POOL);

describe('verifying a published record', () => {
  const first = drawRecord(HELD, lines, RULES, []);
  const record = drawRecord(HELD, lines, RULES, first.picked.slice(0, 2));
  const broken = (part: Partial<DrawRecord>) =>
    verifyDraw({ ...record, ...part })
      .filter((one) => !one.holds)
      .map((one) => one.check);

  test('an honest record holds in every part, also after its way through JSON', () => {
    expect(broken({})).toEqual([]);
    expect(allHold(verifyDraw(JSON.parse(JSON.stringify(record)) as DrawRecord))).toBe(true);
    expect(record.steps.slice(0, first.steps.length)).toEqual(first.steps);
  });

  const reveals = { ...HELD.reveals, centre: hex(99) };
  test.each<[string, Partial<DrawRecord>, string[]]>([
    ['another beacon', { beacon: 'drand:ab:1:cd' }, ['seed']],
    ['another reveal', { reveals }, ['commitments', 'seed']],
    ['a reveal with its commitment', { reveals, commitments: { ...HELD.commitments, centre: commitment('D-1', 'centre', hex(99)) } }, ['seed']],
    ['a party left out', { reveals: { bureau: HELD.reveals['bureau']! } }, ['commitments', 'seed']],
    ['another draw id', { drawId: 'D-2' }, ['commitments', 'seed']],
    ['another seed', { seed: hex(3) }, ['seed', 'walk', 'result']],
    ['a line taken out', { lines: lines.split('\n').slice(1).join('\n') }, ['list-hash', 'walk', 'result']],
    ['lines turned round', { lines: `${lines.split('\n').slice(0, -1).reverse().join('\n')}\n` }, ['list-hash', 'list-form', 'walk', 'result']],
    ['a step taken out', { steps: record.steps.slice(1) }, ['walk']],
    ['another person', { picked: [...record.picked.slice(1), 'E40'] }, ['result']],
    ['a decline taken out', { declined: record.declined.slice(1) }, ['walk', 'result']],
    ['rules that are no JSON', { rules: '{' }, ['rules-hash', 'walk', 'result']],
  ])('%s is found', (_, part, checks) => expect(broken(part)).toEqual(checks));

  test('a person listed twice is found though every hash fits', () => {
    const doubled = `${lines.split('\n')[0]}\n${lines}`;
    expect(verifyDraw(drawRecord(HELD, doubled, RULES, [])).filter((one) => !one.holds)).toEqual([{ check: 'list-form', holds: false }]);
  });

  test('the draw of a coefficient', () => {
    const value = valueRecord(HELD, 'factor', ['0.95', '0.96', '0.97']);
    expect(allHold(verifyValue(value))).toBe(true);
    const failing = (part: Partial<typeof value>) =>
      verifyValue({ ...value, ...part })
        .filter((one) => !one.holds)
        .map((one) => one.check);
    expect(failing({ value: '0.99' })).toEqual(['result']);
    expect(failing({ values: ['0.95', '0.96', '0.98'] })).toContain('list-hash');
    expect(failing({ name: 'reduction' })).toEqual(['rules-hash']);
  });
});
