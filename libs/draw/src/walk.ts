import { BusinessError } from '@kernel';
import { permutation } from './permutation';
import { type Candidate, type DrawRules, type Need, parseRules, R } from './rules';

/**
 * Why somebody was passed over. `filled`: the seats of that specialty were taken; he stays in line.
 * `employer-limit` and `home-quota` hold for the moment too; `specialty` and `avoid` for good.
 */
export type SkipReason = 'specialty' | 'avoid' | 'filled' | 'employer-limit' | 'home-quota';
export type Outcome = 'drawn' | 'declined' | SkipReason;

/** What happened, in order: append-only, as witnesses saw it. */
export type Step = readonly [id: string, outcome: Outcome];

export interface Seat {
  readonly id: string;
  /** The need that he meets. */
  readonly specialty: string;
}

export interface WalkInput {
  /** The frozen list (`freeze`). */
  readonly lines: string;
  /** The frozen rules (`canonicalRules`). */
  readonly rules: string;
  readonly seed: string;
  /** Who was drawn and fell out (declined, did not answer, must step aside), in the order in which it was recorded. */
  readonly declined: readonly string[];
}

export interface WalkResult {
  readonly picked: readonly Seat[];
  readonly steps: readonly Step[];
  /** Seats that nobody in the list can fill: then the specialty is widened in a new draw, this one stays visible. */
  readonly missing: readonly Need[];
}

interface State {
  readonly rules: DrawRules;
  readonly pool: readonly string[];
  readonly order: Generator<number, undefined>;
  /** The permutation as far as it was walked. */
  readonly walked: Candidate[];
  /** In the order drawn; a seat that fell free is taken out. */
  readonly seats: (Seat & { readonly candidate: Candidate })[];
  /** Everybody ever drawn: nobody is drawn twice. */
  readonly drawn: Set<string>;
  /** Passed over, in line: no second line is written for the same reason. */
  readonly skipped: Map<string, SkipReason>;
  readonly steps: Step[];
}

export function parseLine(line: string): Candidate {
  const [id, specialties, employer, library] = line.split('\t') as [string, string, string, string];
  return { id, specialties: specialties.split(','), employer, library };
}

const meets = (candidate: Candidate, need: Need) => candidate.specialties.some((code) => code.startsWith(need.specialty));

const open = ({ seats }: State, need: Need) => seats.filter((seat) => seat.specialty === need.specialty).length < need.count;

/** Taking one more from home would leave fewer seats than people still needed from away. */
function breaksHomeQuota({ rules, seats }: State, { library }: Candidate): boolean {
  const total = rules.needs.reduce((sum, need) => sum + need.count, 0);
  const home = seats.filter((seat) => seat.candidate.library === rules.homeLibrary).length;
  return library === rules.homeLibrary && home + 1 > total - rules.awayMin;
}

/** The need that he fills, or why he is passed over. The first reason in this order is the one recorded. */
function judge(state: State, candidate: Candidate): Need | SkipReason {
  const { rules, seats } = state;
  const fitting = rules.needs.filter((need) => meets(candidate, need));
  if (fitting.length === 0) return 'specialty';
  if (Object.hasOwn(rules.avoid, candidate.id) || rules.avoidEmployers.includes(candidate.employer)) return 'avoid';
  const need = fitting.find((one) => open(state, one));
  if (!need) return 'filled';
  if (seats.filter((seat) => seat.candidate.employer === candidate.employer).length >= rules.maxPerEmployer) return 'employer-limit';
  return breaksHomeQuota(state, candidate) ? 'home-quota' : need;
}

/** Goes to one person of the permutation: gives him a seat or records the reason, once for each reason. */
function visit(state: State, candidate: Candidate): boolean {
  if (state.drawn.has(candidate.id)) return false;
  const verdict = judge(state, candidate);
  if (typeof verdict !== 'string') {
    state.seats.push({ id: candidate.id, specialty: verdict.specialty, candidate });
    state.drawn.add(candidate.id);
    state.steps.push([candidate.id, 'drawn']);
    return true;
  }
  if (state.skipped.get(candidate.id) !== verdict) state.steps.push([candidate.id, verdict]);
  state.skipped.set(candidate.id, verdict);
  return false;
}

/** The next of the permutation, drawn from the seed when it has not been walked yet. */
function candidateAt(state: State, place: number): Candidate | undefined {
  if (place === state.walked.length) {
    const index = state.order.next().value;
    if (index === undefined) return undefined;
    state.walked.push(parseLine(state.pool[index]!));
  }
  return state.walked[place];
}

/**
 * Fills what is open. Those passed over for a reason of the moment are asked again first, in the order of the permutation: a person whose
 * specialty was full keeps his place when a seat falls free.
 */
function fill(state: State): void {
  for (let place = 0; state.rules.needs.some((need) => open(state, need)); place += 1) {
    const candidate = candidateAt(state, place);
    if (!candidate) return;
    visit(state, candidate);
  }
}

function vacate(state: State, id: string): void {
  const at = state.seats.findIndex((seat) => seat.id === id);
  if (at < 0) throw new BusinessError([R.drawDeclineUnknown({ id })]);
  state.seats.splice(at, 1);
  state.steps.push([id, 'declined']);
}

function begin({ lines, rules, seed }: WalkInput): State {
  const pool = lines.split('\n').slice(0, -1);
  const fresh = { walked: [], seats: [], drawn: new Set<string>(), skipped: new Map<string, SkipReason>(), steps: [] };
  return { rules: parseRules(rules), pool, order: permutation(seed, pool.length), ...fresh };
}

const missingIn = (state: State): Need[] =>
  state.rules.needs.map(({ specialty, count }) => ({ specialty, count: count - state.seats.filter((seat) => seat.specialty === specialty).length })).filter((need) => need.count > 0);

/**
 * Walks the one permutation of the seed. A pure function of the list, the rules, the seed and the declines in their order: run again with
 * one more decline it repeats every earlier step and goes on. Nobody can be named, and no new seed is ever asked for a replacement (TBR 46).
 */
export function walk(input: WalkInput): WalkResult {
  const state = begin(input);
  fill(state);
  for (const id of input.declined) {
    vacate(state, id);
    fill(state);
  }
  return { picked: state.seats.map(({ id, specialty }) => ({ id, specialty })), steps: state.steps, missing: missingIn(state) };
}
