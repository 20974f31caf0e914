import { randomUUID } from 'node:crypto';
import { RequestMethod } from '@nestjs/common';
import { DOMAIN_MODULES } from '@domain/index';
import { RefusalTrail } from '@platform/audit';
import { HealthController } from '@platform/http/health.controller';
import { type RouteSays, SAYS } from '@platform/auth';
import type { Door } from '@platform/http/doors';
import { Client as Pg } from 'pg';
import { Agent, type Dispatcher, request } from 'undici';
import { signIn } from '../../apps/cli/src/play/people';
import type { World } from '../journeys/world';
import { PATIENCE_MS } from '../setup/patience';

export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  minItems?: number;
  nullable?: boolean;
}

/** One route as it is declared: what it needs and what it takes. */
export interface Route {
  method: Dispatcher.HttpMethod;
  path: string;
  act: string;
  open: boolean;
  /** Takes a stream of bytes. */
  upload: boolean;
  /** Only after the factors were shown lately. */
  fresh: boolean;
  /** Nothing of it is kept for an Idempotency-Key. */
  secret: boolean;
  /** Which budget strangers spend here, where it is not that of all reads or of all acts. */
  door?: Door;
  body?: Schema;
  query: string[];
}

type Handler = (...args: unknown[]) => unknown;
type Controller = { prototype: Record<string, Handler> };

function declared(controller: Controller): Omit<Route, 'body' | 'query'>[] {
  const base = Reflect.getMetadata('path', controller) as string;
  const keys = Object.getOwnPropertyNames(controller.prototype).filter((key) => key !== 'constructor');
  return keys.flatMap((key) => {
    const handler = controller.prototype[key]!;
    const path = Reflect.getMetadata('path', handler) as string | undefined;
    if (path === undefined) return [];
    const whole = `/${base}/${path}`
      .replace(/\/+/g, '/')
      .replace(/(.)\/$/, '$1')
      .replace(/:(\w+)/g, '{$1}');
    const method = RequestMethod[Reflect.getMetadata('method', handler) as number] as Dispatcher.HttpMethod;
    const { act, open, takes, fresh = false, secret = false, door } = Reflect.getMetadata(SAYS, handler) as RouteSays;
    return [{ method, path: whole, act, open, upload: takes === 'stream', fresh, secret, ...(door ? { door } : {}) }];
  });
}

interface Operation {
  parameters?: { in: string; name: string }[];
  requestBody?: { content: { 'application/json'?: { schema: Schema } } };
}

/** Every route as the code declares it. */
export function declaredRoutes(): Omit<Route, 'body' | 'query'>[] {
  const controllers = DOMAIN_MODULES.flatMap((module) => (Reflect.getMetadata('controllers', module) as Controller[] | undefined) ?? []);
  return [...controllers, HealthController as unknown as Controller].flatMap(declared);
}

/** Every route: permissions from the decorators, shapes from the published interface description. */
export async function routesOf({ office }: World): Promise<Route[]> {
  const { paths } = await office.officer.get<{ paths: Record<string, Record<string, Operation>> }>('/api/openapi.json');
  const routes = declaredRoutes().map((route) => {
    const operation = paths[route.path]?.[route.method.toLowerCase()];
    if (!operation) throw new Error(`${route.method} ${route.path} is not published`);
    const body = operation.requestBody?.content['application/json']?.schema;
    const query = (operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name);
    return { ...route, query, ...(body ? { body } : {}) };
  });
  const published = Object.values(paths).flatMap((path) => Object.keys(path)).length;
  if (routes.length !== published) throw new Error(`${routes.length} routes are declared, ${published} are published`);
  return routes;
}

const PATTERNS: [RegExp, string][] = [
  [/0-9a-f\]\{64\}/, 'a'.repeat(64)],
  [/\[1-9\]/, '100'],
  [/A\(0\[1-8\]/, 'A02'],
  [/\[ABC\]/, 'A08'],
  [/\\d\{6\}/, '990100'],
  [/\\d\{1,3\}/, '10'],
];

/** Something that the schema takes. */
export function sample(schema: Schema): unknown {
  const { type, enum: values, anyOf, oneOf, pattern = '', format, minLength = 1 } = schema;
  if (schema.const !== undefined) return schema.const;
  if (values) return values[0];
  if (anyOf ?? oneOf) return sample((anyOf ?? oneOf)![0]!);
  if (type === 'object') return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties![name]!)]));
  if (type === 'array') return schema.minItems ? [sample(schema.items!)] : [];
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (type === 'boolean') return true;
  if (format === 'uuid') return randomUUID();
  if (format === 'date-time') return '2027-01-04T01:00:00Z';
  if (format === 'date') return '2027-01-04';
  if (pattern.includes('BEGIN')) return '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  return PATTERNS.find(([known]) => known.test(pattern))?.[1] ?? 'abcd'.repeat(Math.ceil(minLength / 4));
}

export interface Answer {
  status: number;
  type: string;
  text: string;
  problem: { code: string; title: string; status: number; requestId: string; violations: { code: string; detail: string; pointer?: string }[] };
}

const agent = new Agent({ connections: 16, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
export const closeAgent = () => agent.close();

export interface Sent {
  token?: string | undefined;
  body?: string | Buffer | undefined;
  type?: string | undefined;
  headers?: Record<string, string | string[]>;
}

/** One request as it stands; nothing is corrected on the way. */
export async function send(base: string, method: Dispatcher.HttpMethod, path: string, { token, body, type = 'application/json', headers = {} }: Sent = {}): Promise<Answer> {
  const all = { ...(body === undefined || type === '' ? {} : { 'content-type': type }), ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers };
  const answer = await request(base + path, { method, dispatcher: agent, headers: all, ...(body === undefined ? {} : { body }) });
  const text = await answer.body.text();
  const told = String(answer.headers['content-type'] ?? '');
  return { status: answer.statusCode, type: told, text, problem: told.includes('problem+json') && method !== 'HEAD' ? (JSON.parse(text) as Answer['problem']) : (undefined as never) };
}

/** What every refusal has. Gives a short text of what is wrong with it, or nothing. */
export function faultOf({ status, type, problem, text }: Answer): string | undefined {
  if (status < 400) return `was taken: ${status}`;
  if (status >= 500) return `${status} ${text.slice(0, 200)}`;
  if (type !== 'application/problem+json; charset=utf-8') return `${status} as ${type}: ${text.slice(0, 200)}`;
  const sound = problem.status === status && !!problem.code && !!problem.title && !!problem.requestId && problem.violations.length > 0;
  return sound ? undefined : `not a problem: ${text.slice(0, 200)}`;
}

/** A session for each role of the demonstration world. */
export async function tokensOf(world: World): Promise<Record<string, string>> {
  const { office, running } = world;
  const as = async (login: string) => (await signIn(world.url, login, running.password!)).token!;
  const bidder = await world.bidder('角色投标人');
  const expert = [...office.experts.values()][0];
  return {
    'tenderer-officer': await as('t1.officer.1'),
    'tenderer-approver': office.approver.token!,
    'agency-officer': office.officer.token!,
    bidder: bidder.client.token!,
    ...(expert ? { expert: expert.client.token! } : {}),
    'key-trustee': office.trustees[0]!.client.token!,
    'tenderer-representative': office.representative.client.token!,
    'entry-officer': office.entry.token!,
    'hall-operator': office.hall.token!,
    'bureau-officer': office.bureau.token!,
    'library-admin': office.library.token!,
    'organisation-head': await as('t1.head.1'),
    'security-admin': await as('sys.security.1'),
    'audit-admin': await as('sys.audit.1'),
    'system-admin': office.system.token!,
  };
}

const NO_BUSINESS = ['audit_entry', 'event_cursor', 'idempotency_key', 'session', 'sign_in_challenge', 'time_source', 'revocation_list', 'migrations', 'statistics_cell'];

/** The database beside the platform. */
export async function openPg(world: World) {
  const pg = new Pg({ connectionString: world.running.config.DATABASE_OWNER_URL });
  await pg.connect();
  const query = async <T>(sql: string, values: unknown[] = []): Promise<T[]> => (await pg.query(sql, values)).rows as T[];
  const tables = await query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' and tablename <> all($1) order by 1`, [NO_BUSINESS]);
  const counts = async (): Promise<Record<string, number>> => {
    const rows = await query<{ name: string; n: number }>(tables.map(({ name }) => `select '${name}' as name, count(*)::int as n from "${name}"`).join(' union all '));
    return Object.fromEntries(rows.map((row) => [row.name, row.n]));
  };
  /** Acts on the record that did not happen: those with rows of their own, and those that were counted. */
  const refused = async () => {
    await world.running.app.get(RefusalTrail).flush();
    return (await query<{ n: number }>(`select coalesce(sum(times), 0)::int as n from audit_entry where outcome <> 'done'`))[0]!.n;
  };
  return { query, counts, refused, close: () => pg.end() };
}

/** `work` for each of `all`, several at a time. */
export async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>, width = 8): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
    }),
  );
}
