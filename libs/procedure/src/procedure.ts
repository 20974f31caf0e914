import { ARTICLES, type ArticleId, type Category } from '@law';
import type { Act } from './act';
import { ALWAYS, type ConditionName } from './gate';
import type { SightTable } from './sight';
import type { Stage } from './stage';

/** A way of doing business as the law has it: its stages, and what is done in them. */
export interface Procedure<S extends string = string, A extends string = string> {
  readonly id: string;
  readonly category: Category;
  readonly zh: string;
  readonly en: string;
  readonly article: ArticleId;
  readonly initial: S;
  /** Stages in which nothing is waited for any more. */
  readonly ends: readonly S[];
  readonly stages: Readonly<Record<S, Stage>>;
  readonly acts: Readonly<Record<A, Act<S>>>;
  /** Who sees what of a lot, phase by phase. */
  readonly sight: SightTable;
  /** What is asked before a bid is taken. */
  readonly gate: readonly ConditionName[];
}

type Stages = Readonly<Record<string, Stage>>;
type ActsOf<S extends Stages> = Readonly<Record<string, Act<keyof S & string>>>;

/** Throws at load, naming every fault at once, so that a slip in a value never reaches a running server. */
export function defineProcedure<const S extends Stages, const A extends ActsOf<NoInfer<S>>>(
  value: Omit<Procedure<keyof S & string, keyof A & string>, 'stages' | 'acts'> & { stages: S; acts: A },
): Procedure<keyof S & string, keyof A & string> {
  const faults = faultsOf(value as unknown as Procedure);
  if (faults.length) throw new Error(`${value.id}: ${faults.join('; ')}`);
  return value;
}

/** What is wrong with a procedure; nothing where it may run. */
export function faultsOf({ initial, ends, stages, acts, gate }: Procedure): string[] {
  const codes = Object.keys(stages);
  const all = Object.entries(acts);
  const unknown = (where: string, names: readonly string[]) => names.filter((name) => !Object.hasOwn(stages, name)).map((name) => `${where}: there is no stage ${name}`);
  const leads = ({ to }: Act, from: string) => to !== undefined && to !== from;
  return [
    ...unknown('the first', [initial]),
    ...unknown('an end', ends),
    ...all.flatMap(([code, act]) => [...unknown(code, [...act.in, ...(act.to ? [act.to] : [])]), ...actFaults(code, act)]),
    ...codes.filter((code) => code !== initial && !all.some(([, { to }]) => to === code)).map((code) => `stage ${code} is reached by no act`),
    ...codes.filter((code) => !ends.includes(code) && !all.some(([, act]) => act.in.includes(code) && leads(act, code))).map((code) => `stage ${code} has no exit`),
    ...ends.filter((code) => all.some(([, act]) => act.in.includes(code) && leads(act, code))).map((code) => `stage ${code} is an end and has an exit`),
    ...(acts['bid.submit'] ? ALWAYS.filter((name) => !gate.includes(name)).map((name) => `bids are taken, and the gate does not ask ${name}`) : []),
    ...Object.entries(stages).flatMap(([code, { article }]) => unheard(`stage ${code}`, article)),
  ];
}

const unheard = (where: string, article: string) => (Object.hasOwn(ARTICLES, article) ? [] : [`${where}: there is no article ${article}`]);

function actFaults(code: string, { in: stages, to, event, by, confirm, article }: Act): string[] {
  return [
    ...(stages.length ? [] : [`${code} may be done in no stage`]),
    ...(to !== undefined && !event ? [`${code} moves the lot and no event tells of it`] : []),
    ...(to === undefined && event ? [`${code} tells of a move and makes none`] : []),
    ...(confirm?.length && !by.length ? [`${code} is confirmed and asked for by nobody`] : []),
    ...unheard(code, article),
  ];
}
