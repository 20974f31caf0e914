import type { Content } from '@envelope';
import type { EvaluationPlan } from './evaluation-plan';

/** Every number and choice of a record, by its path: `base.factor.value`. */
function* leaves(value: unknown, path: string): Generator<Content> {
  if (typeof value !== 'object' || value === null) yield { parameter: path, value: typeof value === 'string' ? value : JSON.stringify(value) };
  else for (const [name, inner] of Object.entries(value)) yield* leaves(inner, path ? `${path}.${name}` : name);
}

/** How bids will be evaluated, whole: nothing that is not in it may count (TBR 49). */
export function planContent({ method: { method, ...rules }, review, items, scoring }: EvaluationPlan): Content {
  return {
    method,
    parameters: [...leaves(rules, ''), ...leaves(scoring ?? {}, 'scoring')],
    review: review.map(({ id, kind, text }) => ({ item: id, kind, text })),
    items: items.map(({ id, name, min, max, objective }) => ({ item: id, name, min, max, objective })),
  };
}
