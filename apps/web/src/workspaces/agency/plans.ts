import { METHODS, type MethodName, PARAMETERS, type Plan, type ReviewItem, scores, SCORING, type ScoringItem, type TypedPlan, type Values, valuesOf } from '../../features/tender/plan';

/** Plans to begin with. What an agency makes of one is published with the notice (TBR 49), so nothing here decides an evaluation by itself. */
const REVIEW: readonly ReviewItem[] = [
  { id: 'signed', kind: 'form', text: '投标文件按招标文件要求签字、盖章' },
  { id: 'qualified', kind: 'qualification', text: '投标人资质、业绩、项目负责人符合要求' },
  { id: 'responsive', kind: 'responsiveness', text: '投标内容实质性响应招标文件' },
];

const ITEMS: readonly ScoringItem[] = [
  { id: 'design', name: '施工组织设计', min: '0', max: '40', objective: false },
  { id: 'team', name: '项目管理机构', min: '0', max: '20', objective: false },
];

const EQUAL = { tieRule: 'earlier-receipt' } as const;
const ROUNDED = { decimals: 2, rounding: 'half-up' } as const;
const COMBINED: NonNullable<Plan['scoring']> = { drop: [], dropBy: 'item', roundAt: 'total', ...ROUNDED };

export const TEMPLATES: { readonly [M in MethodName]: Extract<Plan['method'], { method: M }> } = {
  'lowest-price': { method: 'lowest-price', ...EQUAL },
  'lowest-price-first': { method: 'lowest-price-first', weightPercent: '40', ...ROUNDED, ...EQUAL },
  'base-price': {
    ...{ method: 'base-price', drop: [{ from: 6, high: 1, low: 1 }], base: { kind: 'mean', factor: { kind: 'fixed', value: '1' } }, fullMarks: '40', deviationIn: 'percent' },
    ...{ above: { marks: '1' }, below: { marks: '0.5' }, partPercent: 'linear', floor: '0', ...ROUNDED, roundAt: {}, ...EQUAL },
  },
  decision: { method: 'decision', candidatesMax: 3 },
};

/** Of every method what its template says, but of the plan’s own what the plan says. */
export function typedPlan(plan?: Plan): TypedPlan {
  const method = plan?.method.method ?? 'lowest-price';
  const records = { ...TEMPLATES, ...(plan ? { [method]: plan.method } : {}) };
  return {
    method,
    methods: Object.fromEntries(METHODS.map((name) => [name, valuesOf(PARAMETERS[name], records[name])])) as Record<MethodName, Values>,
    scoring: valuesOf(SCORING, plan?.scoring ?? COMBINED),
    review: plan?.review ?? REVIEW,
    items: plan?.items ?? [],
  };
}

/** A method that scores begins with items; one that does not leaves none behind that nobody wrote. */
export function withMethod(plan: TypedPlan, method: MethodName): TypedPlan {
  const untouched = JSON.stringify(plan.items) === JSON.stringify(ITEMS);
  const items = scores(method) ? (plan.items.length ? plan.items : ITEMS) : untouched ? [] : plan.items;
  return { ...plan, method, items };
}

/** An id that none of the rows has. */
export function freeId(rows: readonly { id: string }[], prefix: string): string {
  for (let n = rows.length + 1; ; n += 1) if (!rows.some(({ id }) => id === `${prefix}-${n}`)) return `${prefix}-${n}`;
}
