import { utf8 } from './bytes';
import { parseCanonical } from './canonical-json';
import { ensure, fail } from './fault';
import { ANY_TEXT, integer, list, object, type Of, table } from './shape';

const MAX_PEOPLE = 20_000;
const COUNT = integer(0, 1000);
const RULES = object({
  needs: list(object({ count: COUNT, specialty: ANY_TEXT }), 1, 50),
  awayMin: COUNT,
  homeLibrary: ANY_TEXT,
  maxPerEmployer: COUNT,
  avoidEmployers: list(ANY_TEXT, 0, 10_000),
  avoid: table(ANY_TEXT, MAX_PEOPLE),
});
type Rules = Of<typeof RULES>;

interface Person {
  id: string;
  specialties: string[];
  employer: string;
  library: string;
}

export interface ExpertsRecord {
  seed: string;
  lines: string;
  rules: string;
  declined: string[];
  steps: string[][];
  picked: string[];
}

const before = (a: string, b: string): boolean => {
  const [x, y] = [utf8(a), utf8(b)];
  const i = y.findIndex((byte, n) => byte !== x[n]);
  return i >= 0 && (x[i] ?? -1) < y[i]!;
};

/** The frozen list: sorted by its bytes, each person once. */
export function readPeople(text: string): Person[] {
  ensure(text.endsWith('\n') && !text.includes('\r'), '名单的行尾不对', 'the lines of the list do not end as described');
  const lines = text.slice(0, -1).split('\n');
  ensure(lines.length <= MAX_PEOPLE, '名单过长', 'the list is too long');
  ensure(
    lines.every((line, i) => i === 0 || before(lines[i - 1]!, line)),
    '名单没有按字节排序',
    'the list is not sorted by its bytes',
  );
  const people = lines.map((line) => {
    const [id, specialties, employer, library, ...rest] = line.split('\t');
    const codes = specialties?.split(',') ?? [];
    return id && employer && library && rest.length === 0 && codes.every(Boolean) && !/,/.test(id + employer + library)
      ? { id, specialties: codes, employer, library }
      : fail(`名单中的一行不符合规定：${line.slice(0, 80)}`, `a line of the list is not as described: ${line.slice(0, 80)}`);
  });
  ensure(new Set(people.map(({ id }) => id)).size === people.length, '名单中有人重复', 'somebody stands twice in the list');
  return people;
}

export function readRules(text: string): Rules {
  const rules = RULES(parseCanonical(text, 4 * 1024 * 1024), '/rules');
  ensure(new Set(rules.needs.map(({ specialty }) => specialty)).size === rules.needs.length, '规则中专业重复', 'a specialty stands twice in the rules');
  return rules;
}

interface Seat {
  person: Person;
  need: number;
}

/** The walk over the permutation (section 5), step by step. Seats are counted, not searched: hostile records are long. */
class Walk {
  readonly steps: [string, string][] = [];
  #seats: Seat[] = [];
  #total: number;
  #home = 0;
  readonly #open: number[];
  readonly #employed = new Map<string, number>();
  readonly #drawn = new Set<string>();
  readonly #last = new Map<string, string>();
  readonly #avoided: Set<string>;

  constructor(
    readonly order: readonly { person: Person; met: readonly number[] }[],
    readonly rules: Rules,
  ) {
    this.#open = rules.needs.map(({ count }) => count);
    this.#total = this.#open.reduce((sum, count) => sum + count, 0);
    this.#avoided = new Set(rules.avoidEmployers);
  }

  get picked(): string[] {
    return this.#seats.map(({ person }) => person.id);
  }

  #judge(person: Person, met: readonly number[]): string | number {
    const { avoid, maxPerEmployer, homeLibrary, awayMin } = this.rules;
    if (met.length === 0) return 'specialty';
    if (avoid.has(person.id) || this.#avoided.has(person.employer)) return 'avoid';
    const need = met.find((one) => this.#open[one]! > 0);
    if (need === undefined) return 'filled';
    if ((this.#employed.get(person.employer) ?? 0) >= maxPerEmployer) return 'employer-limit';
    return person.library === homeLibrary && this.#home + 1 > this.#total - awayMin ? 'home-quota' : need;
  }

  #step(id: string, outcome: string): void {
    if (this.#last.get(id) === outcome) return;
    this.#last.set(id, outcome);
    this.steps.push([id, outcome]);
  }

  /** `by` is 1 when somebody sits down and -1 when he leaves. */
  #count({ person, need }: Seat, by: 1 | -1): void {
    this.#open[need]! -= by;
    this.#employed.set(person.employer, (this.#employed.get(person.employer) ?? 0) + by);
    if (person.library === this.rules.homeLibrary) this.#home += by;
  }

  go(): void {
    for (const { person, met } of this.order) {
      if (this.#seats.length === this.#total) return;
      if (this.#drawn.has(person.id)) continue;
      const outcome = this.#judge(person, met);
      this.#step(person.id, typeof outcome === 'number' ? 'drawn' : outcome);
      if (typeof outcome !== 'number') continue;
      this.#drawn.add(person.id);
      this.#seats.push({ person, need: outcome });
      this.#count({ person, need: outcome }, 1);
    }
  }

  decline(id: string): void {
    const seat = this.#seats.find(({ person }) => person.id === id);
    if (!seat) return fail(`退出的“${id}”当时没有席位`, `"${id}" who fell out held no seat`);
    this.#seats = this.#seats.filter((other) => other !== seat);
    this.#count(seat, -1);
    this.#step(id, 'declined');
    this.go();
  }
}

const metBy = ({ needs }: Rules, { specialties }: Person): number[] => needs.flatMap(({ specialty }, need) => (specialties.some((code) => code.startsWith(specialty)) ? [need] : []));

export function expertsHold(record: ExpertsRecord, permutationOf: (seed: string, size: number) => number[]): void {
  const people = readPeople(record.lines);
  const rules = readRules(record.rules);
  const seen = people.map((person) => ({ person, met: metBy(rules, person) }));
  const order = permutationOf(record.seed, people.length).map((place) => seen[place]!);
  const walk = new Walk(order, rules);
  walk.go();
  for (const id of record.declined) walk.decline(id);
  ensure(JSON.stringify(walk.steps) === JSON.stringify(record.steps), '重算的步骤不同', 'walking again gives other steps');
  ensure(JSON.stringify(walk.picked) === JSON.stringify(record.picked), '重算的人选不同', 'walking again gives other people');
}
