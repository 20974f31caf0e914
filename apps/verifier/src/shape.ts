import { ensure, fail } from './fault';

/** Reads a value of a certain form, or says at which place it is not so. */
export type Shape<T> = (value: unknown, at: string) => T;
export type Of<S> = S extends Shape<infer T> ? T : never;

const wrong = (at: string): never => fail(`${at || '/'} 的内容或形式不对`, `${at || '/'} is not of the described form`);

export const text =
  (pattern: RegExp): Shape<string> =>
  (value, at) =>
    typeof value === 'string' && pattern.test(value) ? value : wrong(at);

export const only =
  <T extends string>(wanted: T): Shape<T> =>
  (value, at) =>
    value === wanted ? wanted : wrong(at);

export const integer =
  (min: number, max: number): Shape<number> =>
  (value, at) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? value : wrong(at);

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, at) =>
    value === null ? null : shape(value, at);

export const list =
  <T>(shape: Shape<T>, min: number, max: number): Shape<T[]> =>
  (value, at) =>
    Array.isArray(value) && value.length >= min && value.length <= max ? value.map((item, i) => shape(item, `${at}/${i}`)) : wrong(at);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of any name, each of one form. */
export const table =
  <T>(shape: Shape<T>, max: number): Shape<Map<string, T>> =>
  (value, at) => {
    if (!isObject(value) || Object.keys(value).length > max) return wrong(at);
    return new Map(Object.entries(value).map(([name, item]) => [name, shape(item, `${at}/${name}`)]));
  };

/** Exactly these members; the names in `optional` may be absent. */
export const object =
  <M extends Record<string, Shape<unknown>>, O extends keyof M = never>(members: M, ...optional: O[]): Shape<{ [K in Exclude<keyof M, O>]: Of<M[K]> } & { [K in O]?: Of<M[K]> }> =>
  (value, at) => {
    if (!isObject(value)) return wrong(at);
    for (const name of Object.keys(value)) ensure(Object.hasOwn(members, name), `${at}/${name} 不应存在`, `${at}/${name} must not stand there`);
    const names = Object.keys(members).filter((name) => Object.hasOwn(value, name) || !(optional as string[]).includes(name));
    return Object.fromEntries(names.map((name) => [name, members[name]!(value[name], `${at}/${name}`)])) as never;
  };

export const HEX32 = text(/^[0-9a-f]{64}$/);
export const UUID = text(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const ANY_TEXT = text(/^[^]*$/);
const base64 = text(/^[A-Za-z0-9+/]+={0,2}$/);
/** Of at most 64 KiB: what is longer is not even looked at. */
export const BASE64: Shape<string> = (value, at) => (typeof value === 'string' && value.length > 87_384 ? wrong(at) : base64(value, at));
export const anything: Shape<unknown> = (value) => value;

/** A moment in the one form of these documents, which exists in the calendar. */
export const moment: Shape<string> = (value, at) => {
  const time = typeof value === 'string' ? new Date(value) : new Date(Number.NaN);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value ? (value as string) : wrong(at);
};
