import { z } from 'zod';
import { date, hex32, instant, uuid } from './schema.pipe';
import { table, unbounded } from './bounds';

const text = z.string().max(10);

test.each([
  ['a text', z.string(), ['']],
  ['a text that an expression ends', z.string().regex(/^\d{6}$/), ['']],
  ['an instant of any fraction', z.iso.datetime(), ['']],
  ['base64', z.base64().min(1), ['']],
  ['a number', z.number().min(0), ['']],
  ['a number from a query', z.coerce.number().max(5), ['']],
  ['a list', z.array(text), ['']],
  ['what stands in a list', z.array(z.string()).max(5), ['/-']],
  ['what stands deep', z.strictObject({ a: z.array(z.strictObject({ b: z.string().optional() })).max(5) }), ['/a/-/b']],
  ['one way of several', z.union([text, z.string()]), ['']],
  ['nullable, with a default', z.string().nullable().default(null), ['']],
  ['before it is changed', z.string().transform(Number), ['']],
  ['a table', z.record(text, text), ['']],
  ['names and values of a table', table(z.string(), z.string(), 5), ['/?', '/*']],
  ['further fields', z.looseObject({}), ['']],
  ['anything', z.unknown(), ['']],
  ['itself', z.lazy(() => text), ['']],
])('%s has no limit', (_what, schema, places) => {
  expect(unbounded(schema).map((place) => place.replace(/ \(\w+\)$/, ''))).toEqual(places);
});

test.each([
  ['texts', z.strictObject({ a: text, b: z.string().length(6).optional(), c: z.string().trim().min(1).max(5).nullable().default(null) })],
  ['forms of one length', z.strictObject({ uuid, date, instant, hex32 })],
  ['numbers', z.strictObject({ a: z.int(), b: z.coerce.number().int().min(1).max(9), c: z.number().min(0).max(1), d: z.int32() })],
  ['lists', z.array(z.array(text).max(3)).length(2).readonly()],
  ['choices', z.strictObject({ a: z.enum(['x']), b: z.literal('y'), c: z.boolean(), d: z.null() })],
  ['a table', table(text, text, 5)],
])('%s have limits', (_what, schema) => {
  expect(unbounded(schema)).toEqual([]);
});

test('a table takes no more rows than it says', () => {
  const rows = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [String(i), 'x']));
  expect([2, 3].map((n) => table(text, text, 2).safeParse(rows(n)).success)).toEqual([true, false]);
});
