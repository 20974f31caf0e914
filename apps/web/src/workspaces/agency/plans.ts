/**
 * Evaluation plans to begin with. Each is a whole plan of the tender documents; what an agency changes of it is published with the notice
 * (TBR 49), so nothing here decides an evaluation by itself.
 */
const REVIEW = [
  { id: 'signed', kind: 'form', text: '投标文件按招标文件要求签字、盖章' },
  { id: 'qualified', kind: 'qualification', text: '投标人资质、业绩、项目负责人符合要求' },
  { id: 'responsive', kind: 'responsiveness', text: '投标内容实质性响应招标文件' },
] as const;

const ITEMS = [
  { id: 'design', name: '施工组织设计', min: '0', max: '40', objective: false },
  { id: 'team', name: '项目管理机构', min: '0', max: '20', objective: false },
] as const;

export const PLANS = {
  'lowest-price': { method: { method: 'lowest-price', tieRule: 'earlier-receipt' }, review: REVIEW, items: [] },
  'lowest-price-first': {
    method: { method: 'lowest-price-first', weightPercent: '40', decimals: 2, rounding: 'half-up', tieRule: 'earlier-receipt' },
    review: REVIEW,
    items: ITEMS,
    scoring: { drop: [], dropBy: 'item', roundAt: 'total', decimals: 2, rounding: 'half-up' },
  },
  decision: { method: { method: 'decision', candidatesMax: 3 }, review: REVIEW, items: [] },
} as const;

export type PlanName = keyof typeof PLANS;

/** What may decide between equal bids under a plan; none where it knows no order. */
export type Ties = 'earlier-receipt' | 'higher-technical-score' | 'undecided';
export const tiesOf = (name: PlanName): readonly Ties[] =>
  name === 'decision' ? [] : name === 'lowest-price' ? ['earlier-receipt', 'undecided'] : ['earlier-receipt', 'higher-technical-score', 'undecided'];

/** `ties` that the plan does not know gives way to its own. */
export function planOf(name: PlanName, ties: Ties): unknown {
  const { method, ...rest } = PLANS[name];
  return { ...rest, method: tiesOf(name).includes(ties) ? { ...method, tieRule: ties } : method };
}
