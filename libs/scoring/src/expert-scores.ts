import { BusinessError, type Refusal } from '@kernel';
import { z } from 'zod';
import { ascending, byText, type Decimal, decimal, mean, round, sum, text } from './exact';
import { R } from './methods.refusals';
import { decimals, dropped, dropTable, rounding } from './parameters';

/** How experts' scores of one bid become points (rulebook 3.9). Highest and lowest are dropped only if the documents say so. */
export const expertScoring = z.strictObject({
  drop: dropTable,
  /** Drop in each item by itself, or leave out the experts with the highest and lowest totals. */
  dropBy: z.enum(['item', 'total']),
  /** Round each item and add, or add and round once. */
  roundAt: z.enum(['items', 'total']),
  decimals,
  rounding,
});
export type ExpertScoring = z.infer<typeof expertScoring>;

export interface ScoringItem {
  readonly itemId: string;
  readonly min: string;
  readonly max: string;
  /** Counted, not judged: all members must agree (O87 64). */
  readonly objective: boolean;
}

export interface ExpertScore {
  readonly expertId: string;
  readonly itemId: string;
  readonly score: string;
}

export interface CombinedScores {
  readonly items: readonly { readonly itemId: string; readonly score: string }[];
  readonly total: string;
  /** Each expert's own sum, before anything is dropped. */
  readonly experts: readonly { readonly expertId: string; readonly total: string; readonly dropped: boolean }[];
}

const idsOf = (scores: readonly ExpertScore[]): string[] => [...new Set(scores.map((one) => one.expertId))].sort(byText);

function rangeFault(item: ScoringItem, { expertId: expert, score }: ExpertScore): Refusal | undefined {
  const value = decimal(score);
  const { itemId, min, max } = item;
  return value.lt(min) || value.gt(max) ? R.scoreOutOfRange({ expert, item: itemId, score, min, max }) : undefined;
}

function itemFaults(item: ScoringItem, scores: readonly ExpertScore[], experts: readonly string[]): Refusal[] {
  const own = scores.filter((one) => one.itemId === item.itemId);
  const count = (expert: string) => own.filter((one) => one.expertId === expert).length;
  const missing = experts.filter((expert) => count(expert) === 0).map((expert) => R.scoreMissing({ expert, item: item.itemId }));
  const twice = experts.filter((expert) => count(expert) > 1).map((expert) => R.scoreTwice({ expert, item: item.itemId }));
  const range = own.map((one) => rangeFault(item, one)).filter((fault) => fault !== undefined);
  const given = own.map((one) => one.score);
  const differ = item.objective && own.some((one) => !decimal(one.score).eq(given[0]!));
  return [...missing, ...twice, ...range, ...(differ ? [R.objectiveScoresDiffer({ item: item.itemId, scores: given })] : [])];
}

/** Every broken rule at once: missing, doubled, unknown item, out of range, objective items that differ. */
export function scoreFaults(items: readonly ScoringItem[], scores: readonly ExpertScore[]): Refusal[] {
  const known = new Set(items.map((item) => item.itemId));
  const unknown = scores.filter((one) => !known.has(one.itemId)).map((one) => R.scoreUnknownItem({ item: one.itemId }));
  const experts = idsOf(scores);
  return [...unknown, ...items.flatMap((item) => itemFaults(item, scores, experts))];
}

function keep<T>(values: readonly T[], { high, low }: { high: number; low: number }): readonly T[] {
  return values.slice(low, values.length - high);
}

/** Experts whose total is among the highest or lowest; equals in the order of their ids. */
function droppedExperts(params: ExpertScoring, totals: ReadonlyMap<string, Decimal>): Set<string> {
  if (params.dropBy === 'item') return new Set();
  const sorted = [...totals].sort(([idA, a], [idB, b]) => ascending(a, b) || byText(idA, idB));
  const kept = new Set(keep(sorted, dropped(params.drop, sorted.length)).map(([id]) => id));
  return new Set([...totals.keys()].filter((id) => !kept.has(id)));
}

function itemMean(params: ExpertScoring, item: ScoringItem, values: readonly Decimal[]): Decimal {
  const sorted = [...values].sort(ascending);
  const cut = params.dropBy === 'item' && !item.objective ? dropped(params.drop, sorted.length) : { high: 0, low: 0 };
  return mean(keep(sorted, cut));
}

/** Points of one bid from all members' scores of it. Throws BusinessError with every fault. */
export function combineScores(params: ExpertScoring, items: readonly ScoringItem[], scores: readonly ExpertScore[]): CombinedScores {
  const [first, ...rest] = scores.length ? scoreFaults(items, scores) : [R.noBidsToScore()];
  if (first) throw new BusinessError([first, ...rest]);
  const totals = new Map(idsOf(scores).map((id) => [id, sum(scores.filter((one) => one.expertId === id).map((one) => decimal(one.score)))]));
  const out = droppedExperts(params, totals);
  const means = items.map((item) => {
    const values = scores.filter((one) => one.itemId === item.itemId && !out.has(one.expertId)).map((one) => decimal(one.score));
    return { itemId: item.itemId, value: itemMean(params, item, values) };
  });
  const parts = means.map(({ value }) => (params.roundAt === 'items' ? round(value, params.decimals) : value));
  return {
    items: means.map(({ itemId, value }) => ({ itemId, score: text(value, params.decimals) })),
    total: text(sum(parts), params.decimals),
    experts: [...totals].map(([expertId, total]) => ({ expertId, total: total.toFixed(), dropped: out.has(expertId) })),
  };
}

export interface Deviation {
  readonly expertId: string;
  /** Distance from the mean of all members in percent of it, one decimal. */
  readonly percent: string;
  /** 畸高畸低: more than the threshold. The member checks again and gives reasons; nothing changes by itself (O87 64). */
  readonly outlier: boolean;
}

export function deviations(scores: readonly { readonly expertId: string; readonly score: string }[], thresholdPercent: string): Deviation[] {
  const middle = mean(scores.map((one) => decimal(one.score)));
  return scores.map(({ expertId, score }) => {
    const percent = middle.isZero() ? decimal(0) : decimal(score).minus(middle).abs().times(100).div(middle);
    return { expertId, percent: text(percent, 1), outlier: percent.gt(thresholdPercent) };
  });
}
