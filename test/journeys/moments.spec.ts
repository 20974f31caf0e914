import { randomUUID } from 'node:crypto';
import { actsOf } from '@domain/identity/roles';
import { type Answer, closeAgent, eachOf, type Route, routesOf, sample, type Schema, send, tokensOf } from '../attack/surface';
import { freezeClock, thawClock } from './tools';
import { advance, ask, closeConnections, confirm, pastDeadline, platformTime, publishedTender, refusal, startWorld, submitAll, type World } from './world';

/** Moments, days, months and years as they are typed: what is none, and what cannot be meant, is refused where it was typed. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 1 });
});
afterAll(async () => {
  await world?.stop();
  await closeAgent();
  await closeConnections();
});

const codes = async (attempt: Promise<unknown>) => (await refusal(attempt)).violations.map(({ code, pointer }) => `${code} ${pointer ?? ''}`);
const PAST = 'experts.session-past /sessionStartsAt';

// negative control: without `R.sessionPast` in draw.service.ts both of these fail
describe('the session of a draw', () => {
  const request = (sessionStartsAt: string) => ({ needs: [{ specialty: 'A0802', count: 4 }], awayMin: 0, homeLibrary: '衡州', representatives: 1, sessionStartsAt, sessionHours: 4 });

  it('lies in the future, to the millisecond', async () => {
    const { tenderId } = await publishedTender(world);
    const now = await platformTime(world.office.officer);
    await freezeClock(world, now);
    try {
      const at = (ms: number) => codes(ask(world.office.officer, `/api/tenders/${tenderId}/draws`, request(new Date(now.getTime() + ms).toISOString())));
      for (const ms of [-86_400_000, -1, 0]) expect(await at(ms)).toContain(PAST);
      expect(await at(1)).not.toContain(PAST); // negative control; refused for another reason: bids are still prepared
    } finally {
      await thawClock(world);
    }
  });

  it('and did so when it was confirmed', async () => {
    const { officer, approver } = world.office;
    const tender = await publishedTender(world);
    await submitAll(world, tender, ['100', '200', '300']);
    await pastDeadline(world, tender);
    await officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    const now = await platformTime(officer);
    const asked = await ask(officer, `/api/tenders/${tender.tenderId}/draws`, request(new Date(now.getTime() + 3_600_000).toISOString()));
    await advance(world.office, new Date(now.getTime() + 3_600_000));
    expect(await codes(confirm(approver, asked))).toContain(PAST);
  });
});

/** What is none of its kind, or so far from any procedure that nobody can mean it. */
const WRONG = {
  'date-time': [
    '2026-00-10T00:00:00Z',
    '2026-13-10T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T00:00:00Z',
    '2026-03-10',
    '2026-03-10T00:00:00',
    '2026-03-10T24:30:00Z',
    2026,
  ],
  date: ['2026-00-10', '2026-13-10', '2026-02-30', '0000-01-01', '9999-12-31', '2026-3-1', '20260301', '2026-03', 2026],
  month: ['2026-00', '2026-13', '0000-01', '9999-12', '2026-1', '202603', '2026-03-01', '2026'],
  year: [0, -1, 999, 9999, 12_026, 2026.5, '2026'],
} as const;
type Kind = keyof typeof WRONG;

interface Field {
  route: Route;
  /** By JSON pointer; `-` stands for the first of a list. */
  pointer: string;
  kind: Kind;
  inQuery: boolean;
}

/** By what its schema says, or by its name: so a moment that is taken as any text is found too. */
function kindOf(name: string, { format, pattern = '', type, anyOf = [], enum: words }: Schema): Kind | 'unknown' | undefined {
  const inner = anyOf.find((one) => one.type !== 'null');
  if (inner) return kindOf(name, inner);
  if (format === 'date-time' || format === 'date') return format;
  if (type === 'string' && /\\d\{4\}-\\d\{2\}-\\d\{2\}/.test(pattern)) return 'date';
  if (type === 'string' && /\\d\{[24]\}-\(0\[1-9\]\|1\[0-2\]\)/.test(pattern)) return 'month';
  if (/year/i.test(name) && (type === 'integer' || type === 'number')) return 'year';
  return type === 'string' && !words && /(At|Until|On|From)$|^(from|to|until|born|day|date|month|year|deadline|holidays|workdays)$|Deadline$/.test(name) ? 'unknown' : undefined;
}

interface Operation {
  parameters?: { in: string; name: string; schema: Schema }[];
}

const inside = (schema: Schema, at: string, name: string): [string, string, Schema][] => {
  const inner = (schema.anyOf ?? schema.oneOf ?? []).filter((one) => one.type !== 'null');
  const below = [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, one]) => inside(one, `${at}/${key}`, key)),
    ...(schema.items ? inside(schema.items, `${at}/0`, name) : []),
    ...inner.flatMap((one) => (one.properties || one.items ? inside(one, at, name) : [])),
  ];
  return schema.properties || schema.items ? below : [[at, name, schema], ...below];
};

async function fieldsOf(routes: readonly Route[]): Promise<{ fields: Field[]; unknown: string[] }> {
  const { paths } = await world.office.officer.get<{ paths: Record<string, Record<string, Operation>> }>('/api/openapi.json');
  const fields: Field[] = [];
  const unknown: string[] = [];
  for (const route of routes) {
    const query = (paths[route.path]?.[route.method.toLowerCase()]?.parameters ?? [])
      .filter((one) => one.in === 'query')
      .map(({ name, schema }): [string, string, Schema] => [`/${name}`, name, schema]);
    const body = route.body ? inside(route.body, '', '') : [];
    for (const [inQuery, found] of [
      [true, query],
      [false, body],
    ] as const)
      for (const [pointer, name, schema] of found) {
        const kind = kindOf(name, schema);
        if (kind === 'unknown') unknown.push(`${route.method} ${route.path} ${pointer}`);
        else if (kind) fields.push({ route, pointer, kind, inQuery });
      }
  }
  return { fields, unknown };
}

/** The sample of a schema in which one place, that need not be there, has this value. */
function withValue(schema: Schema, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const options = (schema.anyOf ?? schema.oneOf ?? []).filter((one) => (step === '0' ? one.items : one.properties?.[step]));
  const own = options[0] ?? schema;
  if (own.items) return [withValue(own.items, rest, value)];
  return { ...(sample(own) as object), [step]: withValue(own.properties![step]!, rest, value) };
}

describe('months and years everywhere', () => {
  let routes: Route[];
  let tokens: Record<string, string>;
  beforeAll(async () => {
    [routes, tokens] = [await routesOf(world), await tokensOf(world)];
  });

  const tokenFor = ({ act, open }: Route) => (open ? undefined : tokens[Object.keys(tokens).find((name) => actsOf(name === 'bidder' ? ['bidder-officer', 'bidder-signatory'] : [name]).has(act))!]);
  function ask({ route, pointer, inQuery }: Field, value: unknown): Promise<Answer> {
    const path = route.path.replace(/\{\w+\}/g, () => randomUUID());
    const token = tokenFor(route);
    if (inQuery) return send(world.url, route.method, `${path}?${new URLSearchParams({ [pointer.slice(1)]: String(value) }).toString()}`, { token });
    return send(world.url, route.method, path, { token, body: JSON.stringify(withValue(route.body!, pointer.slice(1).split('/'), value)) });
  }
  const refusedAt = ({ problem, status }: Answer, pointer: string) => status === 400 && problem.violations.some((one) => one.code === 'http.field' && one.pointer === pointer);

  // negative control: while dates had no end, seventeen fields took 9999-12-31; the days of a year table took month 13
  it('are refused as what they are, at their field, by every route that takes one', async () => {
    const { fields, unknown } = await fieldsOf(routes);
    expect(unknown).toEqual([]);
    const kinds = new Map(Object.keys(WRONG).map((kind) => [kind, fields.filter((one) => one.kind === kind).length]));
    for (const [kind, least] of [
      ['date-time', 10],
      ['date', 8],
      ['month', 4],
      ['year', 1],
    ] as const)
      expect([kind, kinds.get(kind)! >= least]).toEqual([kind, true]);
    const faults: string[] = [];
    const cases = fields.flatMap((field) => WRONG[field.kind].filter((value) => typeof value === 'string' || !field.inQuery || field.kind === 'year').map((value) => [field, value] as const));
    await eachOf(cases, async ([field, value]) => {
      const answer = await ask(field, value);
      if (!refusedAt(answer, field.pointer)) faults.push(`${field.route.method} ${field.route.path} ${field.pointer} ${String(value)}: ${answer.status} ${answer.text.slice(0, 160)}`);
    });
    expect(faults.sort()).toEqual([]);
  });

  it('negative control: what is one of its kind is not refused for its form', async () => {
    const { fields } = await fieldsOf(routes);
    const right: Record<Kind, unknown> = { 'date-time': '2026-03-10T00:00:00Z', date: '2026-03-10', month: '2026-03', year: 2026 };
    const faults: string[] = [];
    await eachOf(fields, async (field) => {
      const answer = await ask(field, right[field.kind]);
      if (answer.status >= 400 && refusedAt(answer, field.pointer)) faults.push(`${field.route.path} ${field.pointer}: ${answer.text.slice(0, 160)}`);
    });
    expect(faults).toEqual([]);
  });

  it('negative control: a month that is taken as any text, and one by a form of its own, are found by their names', () => {
    expect([kindOf('from', { type: 'string', maxLength: 7 }), kindOf('endsAt', { type: 'string', pattern: '^[0-9T:-]+$' })]).toEqual(['unknown', 'unknown']);
  });
});
