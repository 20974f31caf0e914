import type { Source } from './body';
import { parseJson } from './canonical-json';
import { SUITES } from './suites';
import { type Inputs, type SignedFiles } from './verify';

/** A file that was dropped: what it is shows in its first bytes, and where they do not tell, in its name. */
export interface Dropped {
  name: string;
  source: Source;
}

export type What = 'evidence' | 'sealed' | 'keys' | 'certificates' | 'revocations' | 'signature' | 'token' | 'set' | 'entries' | 'draw' | 'two-person' | 'statement' | 'unknown';
export interface Sorted {
  file: Dropped;
  what: What;
  bytes: Uint8Array;
}

const MAX_SMALL = 64 * 1024 * 1024;
const FORMATS: ReadonlyMap<unknown, What> = new Map([
  ['tianping/evidence/1', 'evidence'],
  ['tianping/sealed-set/1', 'set'],
  ['draw/v1', 'draw'],
  ['tianping/two-person-record/1', 'two-person'],
  ['tianping/two-person-record/2', 'two-person'],
]);
const NAMES: [RegExp, What][] = [
  [/[.]p7[sm]$/i, 'signature'],
  [/[.](tst|tsr)$/i, 'token'],
  [/[.]crl$/i, 'revocations'],
  [/[.](cer|crt|der)$/i, 'certificates'],
];
const HEX_KEY = /^[0-9a-f]{64}$/;

function whatJson(bytes: Uint8Array): What {
  try {
    const value = parseJson(bytes, MAX_SMALL);
    if (typeof value !== 'object' || value === null) return 'unknown';
    if ('format' in value) return FORMATS.get(value.format) ?? 'statement'; // what it says of itself comes before what it looks like
    if (Array.isArray(value) || 'entries' in value) return 'entries';
    const values = Object.values(value as Record<string, unknown>);
    if (values.length > 0 && values.every((one) => typeof one === 'string' && HEX_KEY.test(one))) return 'keys';
    return 'statement';
  } catch {
    return 'unknown';
  }
}

function whatOf(name: string, bytes: Uint8Array): What {
  const head = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (/^\s*[[{]/.test(head)) return whatJson(bytes); // before the others: JSON may hold certificates
  if (head.includes('-----BEGIN X509 CRL-----')) return 'revocations';
  if (head.includes('-----BEGIN CERTIFICATE-----')) return 'certificates';
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown';
}

export async function sortFile(file: Dropped): Promise<Sorted> {
  const { name, source } = file;
  const nothing = { file, bytes: new Uint8Array() };
  if (source.size > MAX_SMALL || /[.]sealed$/i.test(name)) return { ...nothing, what: 'sealed' };
  const bytes = await source.read(0, source.size);
  const what = whatOf(name, bytes);
  return what === 'unknown' && SUITES.some(({ mark }) => mark === bytes[0]) ? { ...nothing, what: 'sealed' } : { file, what, bytes };
}

const ENDINGS = ['.json', '.p7s', '.p7m', '.tst', '.tsr'];

const endingAt = (name: string, end: number): string | undefined => ENDINGS.find((ending) => name.slice(Math.max(0, end - ending.length), end).toLowerCase() === ending);

/** The name without its endings, however many. */
function stem(name: string): string {
  let end = name.length;
  for (let ending = endingAt(name, end); ending; ending = endingAt(name, end)) end -= ending.length;
  return name.slice(0, end);
}

interface Beside {
  one: Sorted;
  signature: Sorted | undefined;
  token: Sorted | undefined;
}

const isSigned = ({ what }: Sorted): boolean => what === 'statement' || what === 'set';

/**
 * The signature and token of a statement: of the same name, or the only ones beside the only statement; what belongs to another would call it changed. Where several
 * have the same name, as from two folders, none is taken.
 */
function besides(one: Sorted, all: readonly Sorted[]): Beside {
  const namesakes = (some: readonly Sorted[]) => some.filter(({ file }) => stem(file.name) === stem(one.file.name));
  const signed = all.filter(isSigned);
  const find = (what: What) => {
    const some = all.filter((other) => other.what === what);
    const [only, ...more] = signed.length === 1 && some.length === 1 ? some : namesakes(some);
    return more.length === 0 && namesakes(signed).length === 1 ? only : undefined;
  };
  return { one, signature: find('signature'), token: find('token') };
}

const filesOf = ({ one, signature, token }: Beside): SignedFiles => ({ statement: one.bytes, signature: signature?.bytes, timestamp: token?.bytes });

const isSame = (a: Sorted, b: Sorted): boolean =>
  a.what !== 'sealed' && a.what === b.what && a.file.name === b.file.name && a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i]);

export function inputsOf(dropped: readonly Sorted[]): Inputs {
  const all = dropped.filter((file, i) => !dropped.slice(0, i).some((earlier) => isSame(earlier, file))); // the same file, dropped again
  const of = (what: What) => all.filter((one) => one.what === what);
  const [evidence, keys, entries, sealed] = (['evidence', 'keys', 'entries', 'sealed'] as const).map((what) => of(what).at(-1));
  const statements = of('statement').map((file) => besides(file, all));
  const [set] = of('set').map((file) => besides(file, all));
  const judged = new Set([
    ...[...statements, ...(set ? [set] : [])].flatMap(({ one, signature, token }) => [one, signature, token]),
    ...(evidence ? [evidence, keys, sealed] : []),
    ...(set ? [entries] : []),
    ...(['certificates', 'revocations', 'draw', 'two-person'] as const).flatMap(of),
  ]);
  const bytes = (what: What) => of(what).map((file) => file.bytes);
  return {
    ...{ trust: bytes('certificates'), crls: bytes('revocations'), draws: bytes('draw'), twoPersons: bytes('two-person'), statements: statements.map(filesOf) },
    ...{ evidence: evidence?.bytes, keys: keys?.bytes, entries: entries?.bytes, set: set && filesOf(set), sealed: sealed?.file.source },
    unjudged: all.filter((file) => !judged.has(file)).map(({ file }) => file.name),
  };
}
