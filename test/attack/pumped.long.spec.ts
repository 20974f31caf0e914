import MarkdownIt from 'markdown-it';
import { createAuthority, parseCanonical, parseEscrow, parseManifest, readCertificate, readCertificates, readCrl, readPem, readPriceSheet } from '@envelope';
import { fill } from '@kernel';
import { cookieValue, routesOf, digestOf, fromOwnPage, languageOf, tokenOf } from '@platform/http';
import { Realtime } from '@platform/realtime';
import { z } from 'zod';
import { addressOf } from '../../apps/api/src/web/web';
import { faultOf } from '../architecture/expressions';
import { startWorld } from '../journeys/world';
import { growsTooFast, type Leaf, leavesOf, patternsOf, pumped, slowTexts, texts } from './pumped';

const authority = createAuthority({ commonName: 'CA', now: new Date('2026-01-01T00:00:00Z') });
const JSONS = ['', '{"a":', '[', '{"'];

/** What takes texts from outside: its name, the most characters that reach it, and how such a text begins where anything else is refused at once. */
const PARSERS: [name: string, parse: (text: string) => unknown, most: number, starts?: string[]][] = [
  ['readPem', readPem, 2 ** 20],
  ['readCertificate', readCertificate, 20_000],
  ['readCertificates', readCertificates, 2 ** 20],
  ['readCrl', (text) => readCrl(Buffer.from(text), authority.certificatePem), 2 ** 21, ['-----BEGIN X509 CRL-----\n', '-----BEGIN ']],
  ['parseManifest', parseManifest, 70_000, JSONS],
  ['parseEscrow', parseEscrow, 262_144, JSONS],
  ['parseCanonical', parseCanonical, 262_144, JSONS],
  ['readPriceSheet', (text) => readPriceSheet(Buffer.from(text)), 2 ** 20, JSONS],
  ['fill', (text) => fill(text, {}, 'zh'), 70_000],
  ['markdown', (text) => new MarkdownIt({ html: false, linkify: false, typographer: false }).render(text), 50_000, ['']],
  // headers and addresses: 16 KiB together, by Node
  ['addressOf', addressOf, 16_384],
  ['languageOf', languageOf, 16_384],
  ['tokenOf', tokenOf, 16_384],
  ['cookieValue', (header: string) => cookieValue('tianping_session', header), 16_384],
  ['digestOf', digestOf, 16_384],
  ['fromOwnPage', (text) => fromOwnPage({ headers: { origin: text, host: text } }), 16_384],
];

test.each(PARSERS)('%s takes time in proportion to the text, whatever it is pumped up with', (...[, parse, most, starts]) => {
  expect(slowTexts(parse, most, starts)).toEqual([]);
});

/** Characters. What is shorter is done at once, even were it the square; what is worse shows in the proof above. */
const LONG = 2000;

describe('the schemas of all routes and messages', () => {
  let leaves: Leaf[];
  beforeAll(async () => {
    const world = await startWorld({ env: { LOG_LEVEL: 'silent' } });
    try {
      const schemas = [
        ...routesOf(world.running.app).flatMap((route) => route.schemas.map(([name, schema]) => [`${route.id} ${name}`, schema] as const)),
        ...[...world.running.app.get(Realtime).messages].map(([name, { schema }]) => [name, schema] as const),
      ];
      leaves = schemas.flatMap(([name, schema]) => leavesOf(schema).map((leaf) => ({ ...leaf, at: `${name} ${leaf.at}` })));
    } finally {
      await world.stop();
    }
  });

  test('every expression in them is linear, the library’s own too', () => {
    const patterns = new Map(leaves.flatMap((leaf) => patternsOf(leaf).map((pattern) => [String(pattern), { at: leaf.at, pattern }])));
    const faults = [...patterns.values()].flatMap(({ at, pattern: { source, flags } }) => (faultOf({ source, flags, repeated: false }) ? [`${at} /${source}/`] : []));
    expect(faults).toEqual([]);
    expect(patterns.size).toBeGreaterThan(20);
  });

  test('every long text is checked in time that grows with it', () => {
    const long = [...new Map(leaves.filter(({ most }) => most >= LONG).map((leaf) => [`${leaf.most} ${patternsOf(leaf).join(' ')}`, leaf])).values()];
    const slow = long.flatMap(({ at, schema, most }) => slowTexts((text) => z.safeParse(schema, text), most).map((found) => `${at} ${found}`));
    expect(slow).toEqual([]);
    expect(leaves.length).toBeGreaterThan(200);
    expect(long.length).toBeGreaterThan(5);
  });
});

describe('negative control', () => {
  const OLD_PEM = /-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END \1-----/g;
  const found = (parse: (text: string) => unknown, most: number) => texts().some((make) => growsTooFast(parse, make, most));

  test('the expression with which PEM was read is found, without hanging', () => {
    expect(found((text) => [...text.matchAll(OLD_PEM)], 20_000)).toBe(true);
  });
  test('one that takes the square is found', () => {
    expect(found((text) => text.replace(/\s+$/, ''), 2 ** 20)).toBe(true);
    expect(
      growsTooFast(
        (text) => [...text].reduce((all, char) => char + all.slice(0), ''),
        (size) => pumped('', 'ab', '', size),
        2 ** 20,
      ),
    ).toBe(undefined);
  });
  test('a schema with such an expression is found in its patterns and by pumping', () => {
    const schema = z.strictObject({
      lines: z.array(
        z
          .string()
          .max(100_000)
          .regex(/^[^]*\s+$/),
      ),
    });
    const [leaf] = leavesOf(schema);
    expect([leaf!.at, leaf!.most, patternsOf(leaf!).map(({ source, flags }) => faultOf({ source, flags, repeated: false }))]).toEqual(['/lines/-', 100_000, [expect.any(String)]]);
    expect(found((text) => z.safeParse(leaf!.schema, text), leaf!.most)).toBe(true);
  });
});
