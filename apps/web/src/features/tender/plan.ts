import type { Tender } from './api';

/** How bids are evaluated, as it is published (TBR 49), and as somebody types it: every number and choice of a method is one line of a table, for the editor and for who reads it. */
export type Plan = NonNullable<Tender['plan']>;
export type MethodName = Plan['method']['method'];
export type ReviewItem = Plan['review'][number];
export type ScoringItem = Plan['items'][number];

export interface DropRow {
  from: string;
  high: string;
  low: string;
}
export type Typed = string | readonly DropRow[];
/** What was typed, by the path of the parameter. */
export type Values = Readonly<Record<string, Typed>>;

export interface Parameter {
  /** Below its record: `base.factor`. */
  readonly path: string;
  readonly kind: 'decimal' | 'percent' | 'whole' | 'choice' | 'coefficient' | 'drop';
  readonly options?: readonly string[];
  /** What stands in the record where nothing is typed; without it something must be. */
  readonly empty?: 'absent' | 'null';
  /** Asked only then. */
  readonly when?: (values: Values) => boolean;
}

const is = (path: string, value: string) => (values: Values) => values[path] === value;
const DECIMALS = { path: 'decimals', kind: 'whole' } as const;
const TIES = { path: 'tieRule', kind: 'choice', options: ['earlier-receipt', 'higher-technical-score', 'undecided'] } as const;

export const PARAMETERS: Readonly<Record<MethodName, readonly Parameter[]>> = {
  'lowest-price': [{ ...TIES, options: ['earlier-receipt', 'undecided'] }],
  'lowest-price-first': [{ path: 'weightPercent', kind: 'percent' }, DECIMALS, TIES],
  'base-price': [
    { path: 'drop', kind: 'drop' },
    { path: 'base.kind', kind: 'choice', options: ['mean', 'reduced-mean', 'blend'] },
    { path: 'base.factor', kind: 'coefficient', when: is('base.kind', 'mean') },
    { path: 'base.reduction', kind: 'coefficient', when: is('base.kind', 'reduced-mean') },
    { path: 'base.meanWeight', kind: 'coefficient', when: is('base.kind', 'blend') },
    { path: 'base.ceilingReduction', kind: 'coefficient', when: is('base.kind', 'blend') },
    { path: 'fullMarks', kind: 'decimal' },
    { path: 'deviationIn', kind: 'choice', options: ['percent', 'ratio'] },
    { path: 'partPercent', kind: 'choice', options: ['linear', 'count-as-whole', 'ignore'], when: is('deviationIn', 'percent') },
    { path: 'above.marks', kind: 'decimal' },
    { path: 'above.cap', kind: 'decimal', empty: 'absent' },
    { path: 'below.marks', kind: 'decimal' },
    { path: 'below.cap', kind: 'decimal', empty: 'absent' },
    { path: 'floor', kind: 'decimal', empty: 'null' },
    DECIMALS,
    { path: 'roundAt.mean', kind: 'whole', empty: 'absent' },
    { path: 'roundAt.basePrice', kind: 'whole', empty: 'absent' },
    { path: 'roundAt.deviation', kind: 'whole', empty: 'absent' },
    TIES,
  ],
  decision: [{ path: 'candidatesMax', kind: 'whole' }],
};

/** How the members' scores become one. */
export const SCORING: readonly Parameter[] = [
  { path: 'drop', kind: 'drop' },
  { path: 'dropBy', kind: 'choice', options: ['item', 'total'] },
  { path: 'roundAt', kind: 'choice', options: ['items', 'total'] },
  DECIMALS,
];

export const METHODS = Object.keys(PARAMETERS) as MethodName[];
/** Under the others members judge and rank without points. */
export const scores = (method: MethodName): boolean => method === 'base-price' || method === 'lowest-price-first';
/** Halves are rounded up: no documents know another way, and nobody has to choose. */
const ROUNDED = { rounding: 'half-up' };
const CONSTANT: Readonly<Record<MethodName, object>> = { 'lowest-price': {}, 'lowest-price-first': ROUNDED, 'base-price': ROUNDED, decision: {} };

export const asked = (parameters: readonly Parameter[], values: Values): Parameter[] => parameters.filter(({ when }) => !when || when(values));

type Record_ = Readonly<Record<string, unknown>>;
const at = (record: unknown, path: string): unknown => path.split('.').reduce<unknown>((inner, step) => (inner as Record_ | undefined)?.[step], record);

/** A number that stands in the documents, or those from which one is drawn at the opening. */
type Coefficient = { kind: 'fixed'; value: string } | { kind: 'drawn'; values: readonly string[] };
const numbersOf = (text: string): string[] => text.split(/[\s,，、;；]/u).filter(Boolean);

function typed({ kind, options }: Parameter, value: unknown): Typed {
  if (kind === 'drop') return ((value ?? []) as { from: number; high: number; low: number }[]).map(({ from, high, low }) => ({ from: String(from), high: String(high), low: String(low) }));
  if (value === undefined || value === null) return options?.[0] ?? '';
  const one = value as Coefficient;
  return kind === 'coefficient' ? (one.kind === 'fixed' ? one.value : one.values.join(' ')) : String(value as string | number);
}

export const valuesOf = (parameters: readonly Parameter[], record: unknown): Values =>
  Object.fromEntries(parameters.map((parameter) => [parameter.path, typed(parameter, at(record, parameter.path))]));

/** What is not a whole number goes as it was typed: the refusal names it. */
const whole = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text) : text);

function sent({ kind, empty }: Parameter, value: Typed): unknown {
  if (typeof value !== 'string') return value.map(({ from, high, low }) => ({ from: whole(from), high: whole(high), low: whole(low) }));
  const text = value.trim();
  if (text === '' && empty) return empty === 'null' ? null : undefined;
  if (kind === 'whole') return whole(text);
  if (kind !== 'coefficient') return text;
  const numbers = numbersOf(text);
  return numbers.length > 1 ? { kind: 'drawn', values: numbers } : { kind: 'fixed', value: text };
}

/** The record that was typed; `undefined` stands nowhere in it. */
function recordOf(parameters: readonly Parameter[], values: Values): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const parameter of asked(parameters, values)) {
    const value = sent(parameter, values[parameter.path] ?? '');
    const steps = parameter.path.split('.');
    const last = steps.pop()!;
    const inner = steps.reduce((outer, step) => (outer[step] ??= {}) as Record<string, unknown>, record);
    if (value !== undefined) inner[last] = value;
  }
  return record;
}

export interface TypedPlan {
  method: MethodName;
  /** Of each method: whoever looks at another one loses nothing. */
  methods: Readonly<Record<MethodName, Values>>;
  scoring: Values;
  review: readonly ReviewItem[];
  items: readonly ScoringItem[];
}

/** A plan as it was typed. Throws nothing: what is wrong in it the server refuses. */
export const planOf = ({ method, methods, scoring, review, items }: TypedPlan): Plan =>
  ({
    method: { method, ...recordOf(PARAMETERS[method], methods[method]), ...CONSTANT[method] },
    ...{ review, items },
    ...(scores(method) ? { scoring: { ...recordOf(SCORING, scoring), ...ROUNDED } } : {}),
  }) as Plan;

const DECIMAL = /^(0|[1-9]\d{0,7})(\.\d{1,8})?$/;
const number = (text: string, most = Infinity) => DECIMAL.test(text) && Number(text) <= most;
const count = (text: string, least: number, most: number) => /^\d{1,2}$/.test(text) && Number(text) >= least && Number(text) <= most;

function dropFault(rows: readonly DropRow[]): boolean {
  return rows.some(
    ({ from, high, low }, i) => !count(from, 2, 99) || !count(high, 0, 9) || !count(low, 0, 9) || Number(high) + Number(low) >= Number(from) || (i > 0 && Number(from) <= Number(rows[i - 1]!.from)),
  );
}

const PLAIN: Readonly<Record<Exclude<Parameter['kind'], 'drop'>, (text: string) => boolean>> = {
  decimal: (text) => number(text),
  percent: (text) => number(text, 100),
  whole: (text) => count(text, 0, 9),
  choice: () => true,
  coefficient: (text) => numbersOf(text).every((one) => number(one)) && new Set(numbersOf(text)).size === numbersOf(text).length,
};

/** Why what was typed cannot be sent: `missing`, or what should stand there, by the parameter's kind. */
export function faultOf({ kind, empty }: Parameter, value: Typed): 'missing' | Parameter['kind'] | undefined {
  if (typeof value !== 'string') return dropFault(value) ? 'drop' : undefined;
  const text = value.trim();
  if (text === '') return empty ? undefined : 'missing';
  return kind === 'drop' || PLAIN[kind](text) ? undefined : kind;
}

export const faulty = (parameters: readonly Parameter[], values: Values): boolean => asked(parameters, values).some((parameter) => faultOf(parameter, values[parameter.path] ?? ''));
