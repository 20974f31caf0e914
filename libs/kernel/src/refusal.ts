import { visibly } from './plain-text';
/**
 * A refusal tells a person what was not done, why, on which article it rests and what to do next.
 * Each module keeps its refusals in one table (`<module>.refusals.ts`), so that wording, article and status stand side by side.
 */
export interface RefusalText {
  /** HTTP status: 400 malformed, 401, 403, 404, 409 wrong state, 413, 422 a rule is broken, 429, 503, 507 no room. */
  readonly status: number;
  /** Key of an article in `libs/law`, e.g. `TBL-24`. */
  readonly article?: string;
  /** `{name}` is filled from the parameters. */
  readonly zh: string;
  readonly en: string;
  /** What this person can do now. */
  readonly next?: { readonly zh: string; readonly en: string };
}

/** A name that differs by language stands in both. */
export type Params = Readonly<Record<string, string | number | boolean | readonly string[] | Readonly<Record<Language, string>>>>;

export interface Refusal extends RefusalText {
  /** `<module>.<kebab-case name>`, e.g. `bidding.deadline-passed`. */
  readonly code: string;
  readonly params: Params;
  /** JSON pointer of the field at fault (RFC 6901), when there is one. */
  readonly pointer?: string;
}

export type Refusals<T> = { readonly [K in keyof T]: (params?: Params, pointer?: string) => Refusal };

const kebab = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

export const refusalCatalogue = new Map<string, RefusalText>();

/** Turns a table of texts into functions that make refusals: `R.deadlinePassed({ deadline })`. Registers each for docs and checks. */
export function defineRefusals<const T extends Record<string, RefusalText>>(module: string, table: T): Refusals<T> {
  const made = Object.entries(table).map(([name, text]) => {
    const code = `${module}.${kebab(name)}`;
    const known = refusalCatalogue.get(code);
    if (known && known.zh !== text.zh) throw new Error(`two refusals are called ${code}`);
    refusalCatalogue.set(code, text);
    return [name, (params: Params = {}, pointer?: string): Refusal => ({ ...text, code, params, pointer })] as const;
  });
  return Object.fromEntries(made) as unknown as Refusals<T>;
}

export type Language = 'zh' | 'en';

/** Words in both languages. */
export interface Bilingual {
  zh: string;
  en: string;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** An instant as people of the platform read it: Beijing time, to the second; milliseconds only where there are any. */
function localText(iso: string): string {
  const local = new Date(Date.parse(iso) + 8 * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, local.endsWith('.000Z') ? 19 : 23)}`;
}

function valueText(value: Params[string], language: Language): string {
  if (Array.isArray(value)) return onALine(value.join('、'));
  if (typeof value === 'object') return (value as Record<Language, string>)[language];
  return typeof value === 'string' ? (INSTANT.test(value) ? localText(value) : onALine(value)) : String(value);
}

/** Characters of a value; longer ones are cut. */
const LONGEST = 2000;
/** Values come from anywhere, out of sealed files and foreign answers too, and refusals are stored, signed and printed: everything in them is seen, and on one line. */
const onALine = (value: string): string => visibly((value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value).replace(/\r?\n/g, ' ⏎ '));

/** A value that ends its own sentence, in a sentence of ours. */
const ENDED = /([。！？；])。/g;

/** Fills `{name}` places; instants are shown in Beijing time. A missing parameter stays visible as `{name}`: a test looks for those. */
export const fill = (text: string, params: Params, language: Language): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (params[name] === undefined ? whole : valueText(params[name], language))).replace(ENDED, '$1');

/** Thrown when an act is refused. Carries every broken rule, not only the first. */
export class BusinessError extends Error {
  constructor(readonly refusals: readonly [Refusal, ...Refusal[]]) {
    super(refusals.map((r) => `${r.code}: ${fill(r.en, r.params, 'en')}`).join('; '));
    this.name = 'BusinessError';
  }
  get status(): number {
    return this.refusals[0].status;
  }
}

export const refuse = (...refusals: [Refusal, ...Refusal[]]): never => {
  throw new BusinessError(refusals);
};

/** Throws when the list holds anything; `false`/`undefined` entries are rules that were kept. */
export function refuseAny(refusals: ReadonlyArray<Refusal | false | undefined>): void {
  const [first, ...rest] = refusals.filter((r): r is Refusal => !!r);
  if (first) throw new BusinessError([first, ...rest]);
}
