import { commitment, freeze, type SeedInput, seedOf } from './draw';
import { drawOne, sha256 } from './permutation';
import { canonicalRules, type DrawRules } from './rules';
import { parseLine, type Step, walk } from './walk';

interface Ceremony {
  readonly format: 'draw/v1';
  readonly drawId: string;
  /** Party -> commitment, published before the reveals. */
  readonly commitments: Readonly<Record<string, string>>;
  readonly reveals: Readonly<Record<string, string>>;
  readonly beacon: string;
  readonly listHash: string;
  readonly rulesHash: string;
  readonly seed: string;
}

/** All that is needed to repeat a draw of experts. */
export interface DrawRecord extends Ceremony {
  readonly lines: string;
  readonly rules: string;
  readonly declined: readonly string[];
  readonly steps: readonly Step[];
  /** The seats at the end, in the order drawn. */
  readonly picked: readonly string[];
}

/** All that is needed to repeat the draw of one value, e.g. the coefficient K. */
export interface ValueRecord extends Ceremony {
  /** Name of what is drawn; its hash stands in the place of the rules. */
  readonly name: string;
  /** In the order of the tender documents; the hash of the lines stands in the place of the list. */
  readonly values: readonly string[];
  readonly index: number;
  readonly value: string;
}

export interface Held {
  readonly drawId: string;
  readonly commitments: Readonly<Record<string, string>>;
  readonly reveals: Readonly<Record<string, string>>;
  readonly beacon: string;
}

const ceremony = ({ drawId, commitments, reveals, beacon }: Held, listHash: string, rulesHash: string): Ceremony => {
  const seed = seedOf({ drawId, listHash, rulesHash, reveals, beacon });
  return { format: 'draw/v1', drawId, commitments, reveals, beacon, listHash, rulesHash, seed };
};

/** The record of a draw of experts as it stands after these declines. */
export function drawRecord(held: Held, lines: string, rules: DrawRules, declined: readonly string[]): DrawRecord {
  const frozen = canonicalRules(rules);
  const base = ceremony(held, sha256(lines), sha256(frozen));
  const { steps, picked } = walk({ lines, rules: frozen, seed: base.seed, declined });
  return { ...base, lines, rules: frozen, declined, steps, picked: picked.map((seat) => seat.id) };
}

/** The bytes of a list of values: a line each, in the order of the tender documents. */
export const valueLines = (values: readonly string[]): string => values.map((value) => `${value}\n`).join('');

export function valueRecord(held: Held, name: string, values: readonly string[]): ValueRecord {
  const base = ceremony(held, sha256(valueLines(values)), sha256(name));
  return { ...base, name, values, ...drawOne(base.seed, values) };
}

export interface Check {
  readonly check: 'list-hash' | 'list-form' | 'rules-hash' | 'commitments' | 'seed' | 'walk' | 'result';
  readonly holds: boolean;
}

/** A record from outside may be broken in any way: what cannot be computed does not hold. */
function holds(claim: () => boolean): boolean {
  try {
    return claim();
  } catch {
    return false;
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const parties = (of: Readonly<Record<string, string>>) => Object.keys(of).sort();

const commitmentsHold = ({ drawId, commitments, reveals }: Ceremony): boolean =>
  parties(reveals).length > 0 && same(parties(commitments), parties(reveals)) && parties(reveals).every((party) => commitment(drawId, party, reveals[party]!) === commitments[party]);

function ceremonyChecks(record: Ceremony, list: () => string, rules: string): Check[] {
  const seed = () => seedOf(record satisfies SeedInput) === record.seed && record.format === 'draw/v1';
  return [
    { check: 'list-hash', holds: holds(() => sha256(list()) === record.listHash) },
    { check: 'rules-hash', holds: holds(() => sha256(rules) === record.rulesHash) },
    { check: 'commitments', holds: holds(() => commitmentsHold(record)) },
    { check: 'seed', holds: holds(seed) },
  ];
}

/** One line a person, nobody twice, in the one lawful order: otherwise a person could hold several tickets. */
const wellFormed = (lines: string): boolean => freeze(lines.split('\n').slice(0, -1).map(parseLine)).lines === lines;

/** Does every step of a published draw again. Each row says whether that part holds; the draw is sound when all do. */
export function verifyDraw(record: DrawRecord): Check[] {
  const again = () => walk(record);
  return [
    ...ceremonyChecks(record, () => record.lines, record.rules),
    { check: 'list-form', holds: holds(() => wellFormed(record.lines)) },
    { check: 'walk', holds: holds(() => same(again().steps, record.steps)) },
    {
      check: 'result',
      holds: holds(() =>
        same(
          again().picked.map((seat) => seat.id),
          record.picked,
        ),
      ),
    },
  ];
}

export function verifyValue(record: ValueRecord): Check[] {
  const again = () => drawOne(record.seed, record.values);
  return [...ceremonyChecks(record, () => valueLines(record.values), record.name), { check: 'result', holds: holds(() => same(again(), { index: record.index, value: record.value })) }];
}

export const allHold = (checks: readonly Check[]): boolean => checks.every((one) => one.holds);
