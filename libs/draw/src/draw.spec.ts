import fc from 'fast-check';
import { type Candidate, canonicalRules, commitment, drawOne, type DrawRules, freeze, permutation, seedOf, walk } from '.';
import { sha256 } from './permutation';
import { hex, POOL, poolOf, RULES } from './specimens.spec-data';

const { lines, listHash } = freeze(POOL);
const rules = canonicalRules(RULES);
const run = (seed: string, declined: readonly string[] = [], over: Partial<DrawRules> = {}) => walk({ lines, rules: canonicalRules({ ...RULES, ...over }), seed, declined });
const byId = new Map(POOL.map((one) => [one.id, one]));

describe('freezing', () => {
  test('lines stand in the order of their UTF-8 bytes, whatever the order given', () => {
    // U+FFFD comes before U+10000 in UTF-8 but after it in UTF-16
    const ids = ['\u{10000}', '\u{FFFD}', 'b', 'a', '张'];
    const frozen = freeze(ids.map((id) => ({ id, specialties: ['A01', 'B02'], employer: 'W', library: 'L' })));
    expect(frozen.lines).toBe(['a', 'b', '张', '\u{FFFD}', '\u{10000}'].map((id) => `${id}\tA01,B02\tW\tL\n`).join(''));
    expect(frozen.listHash).toBe(sha256(frozen.lines));
    expect(freeze([...POOL].reverse())).toEqual({ lines, listHash });
  });

  test.each([
    ['a tab', { id: 'a\tb' }],
    ['a line end', { employer: 'W\n' }],
    ['a comma', { specialties: ['A01,B02'] }],
    ['an empty field', { library: '' }],
    ['no specialty', { specialties: [] }],
  ])('%s is refused', (_, part) => expect(() => freeze([{ ...POOL[0]!, ...part }])).toThrow('experts.draw-text-invalid'));

  test('nobody holds two tickets', () => expect(() => freeze([POOL[0]!, POOL[0]!])).toThrow('experts.draw-candidate-twice'));

  test('rules are one text whatever the order of their keys', () => {
    const turned = Object.fromEntries(Object.entries(RULES).reverse()) as unknown as DrawRules;
    expect(canonicalRules(turned)).toBe(rules);
    expect(rules.startsWith('{"avoid":{"E16":"O12-12"},"avoidEmployers":["W9"],"awayMin":2,')).toBe(true);
  });

  test.each([
    ['no needs', { needs: [] }],
    ['a need for nobody', { needs: [{ specialty: 'A', count: 0 }] }],
    ['a need twice', { needs: [RULES.needs[0]!, RULES.needs[0]!] }],
    ['more away than seats', { awayMin: 5 }],
    ['no one per employer', { maxPerEmployer: 0 }],
  ])('%s: refused', (_, part) => expect(() => canonicalRules({ ...RULES, ...part })).toThrow('experts.draw-rules-invalid'));
});

describe('commit and reveal', () => {
  test('fixed bytes', () => {
    expect(commitment('D1', 'centre', hex(1))).toBe(sha256(Buffer.concat([Buffer.from('draw/v1/commit\nD1\ncentre\n'), Buffer.from(hex(1), 'hex')])));
    const text = `draw/v1/seed\nD1\n${hex(8)}\n${hex(9)}\nbureau:${hex(2)}\ncentre:${hex(1)}\nbeacon:\n`;
    expect(seedOf({ drawId: 'D1', listHash: hex(8), rulesHash: hex(9), reveals: { centre: hex(1), bureau: hex(2) }, beacon: '' })).toBe(sha256(text));
  });

  test.each(['Centre', 'a:b', 'a\nb', ''])('the party %p is refused', (party) => {
    expect(() => commitment('D1', party, hex(1))).toThrow('experts.draw-text-invalid');
  });

  test('a number that is not 32 bytes, or a beacon with a line end, is refused', () => {
    expect(() => commitment('D1', 'centre', 'ab')).toThrow('experts.draw-text-invalid');
    expect(() => seedOf({ drawId: 'D1', listHash, rulesHash: hex(9), reveals: {}, beacon: 'x\ny' })).toThrow('experts.draw-text-invalid');
  });
});

describe('permutation', () => {
  test('fixed seed', () => {
    expect([...permutation(hex(7), 10)]).toEqual([4, 2, 8, 0, 9, 7, 1, 3, 6, 5]);
    expect(drawOne(hex(7), ['0.96', '0.97', '0.98'])).toEqual({ index: 2, value: '0.98' });
    expect(() => drawOne(hex(7), [])).toThrow(RangeError);
  });

  test('every number once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(), (n, seed) => {
        expect([...permutation(hex(seed), n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  /** Chi-square over `cells` equally likely cells. */
  const chiSquare = (counts: readonly number[], total: number) => counts.reduce((sum, count) => sum + (count - total / counts.length) ** 2, 0) / (total / counts.length);
  const tally = (cells: number, total: number, cell: (seed: string) => number) => {
    const counts = Array.from({ length: cells }, () => 0);
    for (let i = 0; i < total; i += 1) counts[cell(sha256(`uniformity ${i}`))]! += 1;
    return chiSquare(counts, total);
  };
  const take = (seed: string, n: number, k: number) => {
    const order = permutation(seed, n);
    let last = 0;
    for (let i = 0; i < k; i += 1) last = order.next().value ?? 0;
    return last;
  };

  // 99th percentile of chi-square with 9 and with 23 degrees of freedom
  test('each of ten is equally likely in the first and in the fifth place', () => {
    expect(tally(10, 10_000, (seed) => take(seed, 10, 1))).toBeLessThan(21.67);
    expect(tally(10, 10_000, (seed) => take(seed, 10, 5))).toBeLessThan(21.67);
  });
  test('each of the 24 orders of four is equally likely', () => {
    const orders = new Map<string, number>();
    const place = (seed: string) => {
      const key = [...permutation(seed, 4)].join('');
      if (!orders.has(key)) orders.set(key, orders.size);
      return orders.get(key)!;
    };
    expect(tally(24, 12_000, place)).toBeLessThan(41.64);
  });
});

describe('the walk', () => {
  const seeds = Array.from({ length: 200 }, (_, i) => sha256(`walk ${i}`));
  const away = (ids: readonly string[]) => ids.filter((id) => byId.get(id)!.library !== RULES.homeLibrary).length;

  test('fills the needs, keeps every rule, draws no one who must step aside', () => {
    for (const seed of seeds) {
      const { picked, steps, missing } = run(seed);
      const ids = picked.map((seat) => seat.id);
      const employers = ids.map((id) => byId.get(id)!.employer);
      if (missing.length === 0) expect([picked.length, away(ids) >= 2]).toEqual([4, true]);
      expect(new Set(employers).size).toBe(employers.length);
      expect(employers).not.toContain('W9');
      expect(ids).not.toContain('E16');
      for (const seat of picked) expect(byId.get(seat.id)!.specialties.some((code) => code.startsWith(seat.specialty))).toBe(true);
      expect(steps.filter(([, outcome]) => outcome === 'drawn').map(([id]) => id)).toEqual(ids);
    }
    expect(seeds.filter((seed) => run(seed).missing.length === 0).length).toBeGreaterThan(190);
  });

  test('the avoidance is what keeps them out: without it they are drawn', () => {
    const drawn = new Set(seeds.flatMap((seed) => run(seed, [], { avoid: {}, avoidEmployers: [] }).picked.map((seat) => seat.id)));
    expect(drawn.has('E16')).toBe(true);
    expect([...drawn].some((id) => byId.get(id)!.employer === 'W9')).toBe(true);
  });

  test('each reason is recorded', () => {
    const outcomes = new Set(seeds.flatMap((seed) => run(seed).steps.map(([, outcome]) => outcome)));
    expect([...outcomes].sort()).toEqual(['avoid', 'drawn', 'employer-limit', 'filled', 'home-quota', 'specialty']);
  });

  test('a decline goes on with the same walk: earlier steps stay, nobody comes twice', () => {
    for (const seed of seeds.slice(0, 60)) {
      const declined: string[] = [];
      let before = run(seed);
      for (let turn = 0; turn < 3 && before.picked.length > 0; turn += 1) {
        declined.push(before.picked[turn % before.picked.length]!.id);
        const after = run(seed, declined);
        expect(after.steps.slice(0, before.steps.length)).toEqual(before.steps);
        expect(after.steps[before.steps.length]).toEqual([declined.at(-1), 'declined']);
        expect(after.picked.map((seat) => seat.id)).not.toEqual(expect.arrayContaining([declined.at(-1)]));
        const drawn = after.steps.filter(([, outcome]) => outcome === 'drawn').map(([id]) => id);
        expect(new Set(drawn).size).toBe(drawn.length);
        before = after;
      }
    }
  });

  test('who was passed over only because the seats were full keeps his place', () => {
    const two = poolOf([
      ['x1', 'A01', 'W1', 'home'],
      ['x2', 'A01', 'W2', 'home'],
      ['x3', 'A01', 'W3', 'home'],
      ['y1', 'B01', 'W4', 'home'],
    ]);
    const small: DrawRules = {
      ...RULES,
      needs: [
        { specialty: 'A', count: 1 },
        { specialty: 'B', count: 1 },
      ],
      awayMin: 0,
      homeLibrary: 'home',
    };
    const frozen = freeze(two);
    for (const seed of seeds.slice(0, 40)) {
      const order = [...permutation(seed, 4)].map((i) => two[i]!.id).filter((id) => id.startsWith('x'));
      const input = { lines: frozen.lines, rules: canonicalRules(small), seed };
      const a = (declined: string[]) => walk({ ...input, declined }).picked.find((seat) => seat.specialty === 'A')?.id;
      expect([a([]), a(order.slice(0, 1)), a(order.slice(0, 2)), a(order)]).toEqual([...order, undefined]);
      expect(walk({ ...input, declined: order }).missing).toEqual([{ specialty: 'A', count: 1 }]);
    }
  });

  test('only who is drawn can decline', () => {
    const [first] = run(seeds[0]!).picked;
    expect(() => run(seeds[0]!, ['nobody'])).toThrow('experts.draw-decline-unknown');
    expect(() => run(seeds[0]!, [first!.id, first!.id])).toThrow('experts.draw-decline-unknown');
  });

  test('everybody eligible has the same chance where nothing sets them apart', () => {
    const plain: Candidate[] = Array.from({ length: 10 }, (_, i) => ({ id: `p${i}`, specialties: ['A01'], employer: `W${i}`, library: 'home' }));
    const frozen = freeze(plain);
    const text = canonicalRules({ ...RULES, needs: [{ specialty: 'A01', count: 3 }], awayMin: 0, avoidEmployers: [] });
    const counts = new Map(plain.map((one) => [one.id, 0]));
    for (let i = 0; i < 4000; i += 1) {
      const result = walk({ lines: frozen.lines, rules: text, seed: sha256(`chance ${i}`), declined: [] });
      for (const { id } of result.picked) counts.set(id, counts.get(id)! + 1);
    }
    // 3 of 10 without replacement: the variance of a count is n x 0.3 x 0.7, and the ten counts are bound by their sum (9 degrees)
    const chi = ([...counts.values()].reduce((sum, count) => sum + (count - 1200) ** 2, 0) / (4000 * 0.3 * 0.7)) * 0.9;
    expect(chi).toBeLessThan(21.67);
  });
});
