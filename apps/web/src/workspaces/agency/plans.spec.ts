import { decision, evaluationMethod, expertScoring, lowestPrice, lowestPriceFirst, basePrice } from '@scoring';
import { z } from 'zod';
import { BASE_PRICE, LOWEST_FIRST } from '@test/journeys/plans';
import { CLAUSES } from '../../../../../libs/scoring/src/specimens.spec-data';
import { faultOf, faulty, METHODS, PARAMETERS, type Plan, planOf, SCORING, scores, type TypedPlan } from '../../features/tender/plan';
import { freeId, TEMPLATES, typedPlan, withMethod } from './plans';

const REVIEW: Plan['review'] = [{ id: 'r', kind: 'form', text: '自拟标准' }];
const ITEMS: Plan['items'] = [{ id: 'i', name: '自拟评分项', min: '1', max: '55.5', objective: true }];
const COMBINED = { drop: [{ from: 5, high: 1, low: 2 }], dropBy: 'total', roundAt: 'items', decimals: 3, rounding: 'half-up' } as const;

const whole = (method: unknown): Plan => {
  const parsed = evaluationMethod.parse(method) as Plan['method'];
  return { method: parsed, review: REVIEW, items: ITEMS, ...(scores(parsed.method) ? { scoring: COMBINED } : {}) };
};

const BLEND = {
  ...{ method: 'base-price', drop: [{ from: 5, high: 1, low: 0 }], fullMarks: '60', deviationIn: 'percent', partPercent: 'count-as-whole', floor: null, decimals: 3, rounding: 'half-up' },
  base: { kind: 'blend', meanWeight: { kind: 'drawn', values: ['0.4', '0.5'] }, ceilingReduction: { kind: 'fixed', value: '3' } },
  ...{ above: { marks: '2', cap: '30' }, below: { marks: '1' }, roundAt: { mean: 0, basePrice: 2, deviation: 4 }, tieRule: 'undecided' },
};

const PLANS: [string, Plan][] = [
  ['lowest price', whole({ method: 'lowest-price', tieRule: 'undecided' })],
  ['decision', whole({ method: 'decision', candidatesMax: 7 })],
  ['lowest price first', whole(LOWEST_FIRST.method)],
  ['a base price with a factor that is drawn', whole(BASE_PRICE.method)],
  ['a base price that blends', whole(BLEND)],
  ...Object.entries(CLAUSES).map(([name, clause]): [string, Plan] => [name, whole(clause)]),
];

/** As the server reads it: what is left out has its usual value. */
const read = (plan: Plan) => ({ ...plan, method: evaluationMethod.parse(plan.method), ...(plan.scoring ? { scoring: expertScoring.parse(plan.scoring) } : {}) });

test.each(PLANS)('%s comes out of the editor as it went in', (_, plan) => {
  const typed = typedPlan(plan);
  expect(faulty(PARAMETERS[typed.method], typed.methods[typed.method]) || faulty(SCORING, typed.scoring)).toBe(false);
  expect(read(planOf(typed))).toEqual(plan);
  expect(read(planOf(JSON.parse(JSON.stringify(typed)) as TypedPlan))).toEqual(plan); // as a draft at the server keeps it
});

/** Paths of what can be chosen in a record; a coefficient, a table of rows and a constant are each one. */
function pathsOf(schema: z.core.JSONSchema.BaseSchema, path = ''): string[] {
  const inner = [schema, ...((schema.anyOf ?? schema.oneOf ?? []) as z.core.JSONSchema.BaseSchema[])].flatMap(
    ({ properties }) => Object.entries(properties ?? {}) as [string, z.core.JSONSchema.BaseSchema][],
  );
  const coefficient = inner.some(([name]) => name === 'values');
  if (inner.length === 0 || coefficient) return schema.const === undefined || path.endsWith('kind') ? [path] : [];
  return [...new Set(inner.flatMap(([name, one]) => pathsOf(one, path ? `${path}.${name}` : name)))];
}
const choices = (schema: z.ZodType) => pathsOf(z.toJSONSchema(schema, { io: 'input' })).filter((path) => path !== 'method' && path !== 'rounding');

test('every number and choice that a method knows stands in the editor', () => {
  const schemas = { 'lowest-price': lowestPrice, 'lowest-price-first': lowestPriceFirst, 'base-price': basePrice, decision };
  for (const method of METHODS) expect([method, PARAMETERS[method].map(({ path }) => path).sort()]).toEqual([method, choices(schemas[method]).sort()]);
  expect(SCORING.map(({ path }) => path).sort()).toEqual(choices(expertScoring).sort());
  expect(choices(z.strictObject({ method: z.literal('x'), planted: z.object({ a: z.string() }) }))).toEqual(['planted.a']); // negative control: a new one would be missed
});

test('every template is a plan that the server takes, and every choice that the editor offers', () => {
  for (const method of METHODS) {
    expect(evaluationMethod.parse(TEMPLATES[method])).toEqual(TEMPLATES[method]);
    const first = withMethod(typedPlan(), method);
    for (const { path, options, when } of PARAMETERS[method])
      for (const option of options ?? []) {
        const values = { ...first.methods[method], [path]: option };
        if (!when || when(values))
          expect([path, option, evaluationMethod.safeParse(planOf({ ...first, methods: { ...first.methods, [method]: withCoefficients(values) } }).method).success]).toEqual([path, option, true]);
      }
  }
  expect(evaluationMethod.safeParse({ method: 'lowest-price', tieRule: 'higher-technical-score' }).success).toBe(false); // negative control
});
/** As somebody fills in what a choice asks for; parts of a percent belong to percents. */
const withCoefficients = (values: TypedPlan['scoring']) => ({
  ...values,
  ...Object.fromEntries(PARAMETERS['base-price'].filter(({ kind }) => kind === 'coefficient').map(({ path }) => [path, '0.5'])),
});

test('looking at another method loses nothing, and leaves no items that nobody wrote', () => {
  const own = { ...withMethod(typedPlan(), 'base-price') };
  const typed = { ...own, methods: { ...own.methods, 'base-price': { ...own.methods['base-price'], fullMarks: '55' } } };
  expect(planOf(withMethod(withMethod(typed, 'decision'), 'base-price'))).toEqual(planOf(typed));
  expect(withMethod(typed, 'lowest-price').items).toEqual([]);
  expect(withMethod({ ...typed, items: ITEMS }, 'lowest-price').items).toEqual(ITEMS);
});

test.each([
  ['fullMarks', '40', undefined],
  ['fullMarks', '', 'missing'],
  ['fullMarks', '四十', 'decimal'],
  ['above.cap', '', undefined],
  ['base.factor', '0.95 0.96、0.97', undefined],
  ['base.factor', '0.95 0.95', 'coefficient'],
  ['decimals', '2.5', 'whole'],
])('%s with "%s": %s', (path, text, fault) => {
  expect(faultOf(PARAMETERS['base-price'].find((one) => one.path === path)!, text)).toBe(fault);
});

test('rows of what does not count rise, and leave something', () => {
  const fault = (...rows: [string, string, string][]) =>
    faultOf(
      PARAMETERS['base-price'][0]!,
      rows.map(([from, high, low]) => ({ from, high, low })),
    );
  expect([fault(), fault(['5', '1', '1'], ['7', '2', '2'])]).toEqual([undefined, undefined]);
  expect([fault(['7', '1', '1'], ['5', '1', '1']), fault(['2', '1', '1']), fault(['', '1', '1'])]).toEqual(['drop', 'drop', 'drop']);
});

test('a new row gets an id that no other has', () => expect(freeId([{ id: 'item-2' }, { id: 'a' }], 'item')).toBe('item-3'));
