import { z } from 'zod';
import { code, knownAs, line, paragraph } from '@platform/http';
import { evaluationMethod, expertScoring, type MethodName } from '@scoring';

const id = code(40, /^[a-z][a-z0-9-]{0,39}$/, '应以小写字母开头，只含小写字母、数字和连字符 / begins with a letter and has a-z 0-9 - only');
const score = code(6, /^\d{1,3}(\.\d{1,2})?$/, '应为 0 至 999.99，最多两位小数 / must be 0 to 999.99 with two decimals at most');
const unique = (rows: readonly { id: string }[]) => new Set(rows.map((row) => row.id)).size === rows.length;

/** One criterion of the preliminary review (初步评审): form, qualification or responsiveness (O12 25-26; TBR 51). */
export const reviewItem = z.strictObject({ id, kind: z.enum(['form', 'qualification', 'responsiveness']), text: paragraph(500) });

/** One scoring item of the detailed evaluation. */
export const scoringItem = z
  .strictObject({ id, name: knownAs(line(200), 'itemName'), min: score, max: score, objective: z.boolean() })
  .refine(({ min, max }) => Number(min) < Number(max), '最低分应小于最高分 / min < max');

/**
 * How bids are evaluated, as the tender documents publish it: nothing that is not in it may count (TBR 49).
 * Scoring items are used by the methods that score; `lowest-price` and `decision` review only.
 */
export const evaluationPlan = z
  .strictObject({
    method: evaluationMethod,
    review: z.array(reviewItem).min(1).max(60).refine(unique, '编号不得重复 / ids must differ'),
    items: z.array(scoringItem).max(60).refine(unique, '编号不得重复 / ids must differ'),
    scoring: expertScoring.optional(),
  })
  .refine(({ method, items }) => !scores(method.method) || items.length > 0, { path: ['items'], message: '评分类办法须有评分项 / a scoring method needs items' })
  .refine(({ method, scoring }) => !scores(method.method) || scoring !== undefined, { path: ['scoring'], message: '评分类办法须有汇总规则 / a scoring method needs rules for combining scores' });

export type EvaluationPlan = z.infer<typeof evaluationPlan>;

/** Whether members give points under this method. */
export const scores = (method: MethodName): boolean => method === 'base-price' || method === 'lowest-price-first';
