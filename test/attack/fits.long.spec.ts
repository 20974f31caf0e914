import { randomUUID } from 'node:crypto';
import { type DeclaredRoute, routesOf as declaredRoutes } from '@platform/http';
import { defOf } from '@platform/http/bounds';
import { fieldsOf, wrapped } from '@platform/http/field-path';
import { actsOf } from '@domain/identity/roles';
import { MOST_BYTES, Realtime } from '@platform/realtime';
import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod';
import { startWorld, type World } from '../journeys/world';
import { largestOf, mostOf } from './largest';
import { closeAgent, eachOf, send, tokensOf } from './surface';
import { PATIENCE_MS } from '../setup/patience';

/** What a schema takes is carried to it, over HTTP and over sockets, and one more is told by its field. */
let world: World;
let tokens: Record<string, string>;
let bodies: (DeclaredRoute & { body: z.ZodType })[];
const sockets: Socket[] = [];
beforeAll(async () => {
  world = await startWorld({ experts: 1, env: { LOG_LEVEL: 'silent' } });
  tokens = await tokensOf(world);
  bodies = declaredRoutes(world.running.app).flatMap((route) => {
    const body = route.schemas.find(([name]) => name === 'body')?.[1];
    return body ? [{ ...route, body }] : [];
  });
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await world?.stop();
  await closeAgent();
});

const tokenFor = (act: string) => tokens[Object.keys(tokens).find((name) => actsOf(name === 'bidder' ? ['bidder-officer', 'bidder-signatory'] : [name]).has(act))!];
const escaped = (json: string) => json.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

function sendTo({ address, says }: DeclaredRoute, body: string) {
  const [method, path] = address.split(' ') as ['POST', string];
  const act = (says as { act: string }).act;
  return send(
    world.url,
    method,
    path
      .replace(':fingerprint', 'a'.repeat(64))
      .replace(':key', 'ask')
      .replace(/:\w+/g, () => randomUUID()),
    { token: says?.open ? undefined : tokenFor(act), body },
  );
}

/** Rules about several fields at once that no largest value keeps: these still arrive, and are told by a field. */
const TOLD = ['POST /api/tenders', 'POST /api/tenders/:id/draft', 'POST /api/me/certificates'];

test('the largest body that its schema takes arrives on every route, as it is and escaped', async () => {
  const faults: string[] = [];
  let largest = 0;
  await eachOf(
    bodies.filter(({ address }) => address !== 'POST /api/clock'),
    async (route) => {
      const body = JSON.stringify(largestOf(route.body));
      largest = Math.max(largest, Buffer.byteLength(body));
      for (const text of [body, escaped(body)]) {
        const { status, problem } = await sendTo(route, text);
        const told = problem?.code === 'http.field';
        if (problem?.code === 'http.too-large' || status >= 500 || (told && !TOLD.includes(route.address)))
          faults.push(`${route.address}: ${status} ${problem?.violations[0]?.pointer} ${problem?.violations[0]?.detail}`);
      }
    },
    2,
  );
  expect(faults).toEqual([]);
  expect(largest).toBeGreaterThan(900_000);
});

/** Texts and lists that stand in a body by themselves, with the most that they take. */
const ends = (body: z.ZodType) =>
  fieldsOf(body)
    .filter(({ at }) => at.split('/').length === 2)
    .flatMap(({ field, schema }) =>
      wrapped(schema).flatMap((one) =>
        ['string', 'array'].includes(defOf(one).type) && Number.isFinite(mostOf(one as z.ZodType)) ? [{ field, schema: one as z.ZodType, most: mostOf(one as z.ZodType) }] : [],
      ),
    );

test('one more than the most is refused by its field, in its own words', async () => {
  const faults: string[] = [];
  let asked = 0;
  await eachOf(bodies, async (route) => {
    for (const { field, schema, most } of ends(route.body)) {
      asked += 1;
      const value = defOf(schema).type === 'string' ? `${String(largestOf(schema))}AAAA` : Array.from({ length: most + 1 }, () => null);
      const { status, problem } = await sendTo(route, JSON.stringify({ [field]: value }));
      const told = (problem?.violations ?? []).flatMap(({ pointer, detail }) => (pointer === `/${field}` ? [detail] : [])).join(' ');
      if (status !== 400 || !(told.includes(`最多 ${most} `) || told.includes('不是有效的时间'))) faults.push(`${route.address} ${field}: ${status} ${told}`);
    }
  });
  expect(faults).toEqual([]);
  expect(asked).toBeGreaterThan(80);
});

test('rows that together are too much are told by their list', async () => {
  const route = bodies.find(({ address }) => address === 'POST /api/experts/import')!;
  const { experts } = largestOf(route.body) as { experts: object[] };
  const { status, problem } = await sendTo(route, JSON.stringify({ experts: [...experts, experts[0]] }));
  expect([status, problem.violations]).toMatchObject([400, [{ pointer: '/experts', detail: expect.stringContaining('各行合计超过 1000 KB') }]]);
});

async function connected(transport: 'polling' | 'websocket'): Promise<Socket> {
  const token = tokens['expert']!;
  const socket = io(world.url, { transports: [transport], auth: { token }, extraHeaders: { authorization: `Bearer ${token}` }, forceNew: true, reconnection: false });
  sockets.push(socket);
  await new Promise((resolve) => socket.once('session.ready', resolve));
  return socket;
}

const ask = (socket: Socket, name: string, body: unknown) =>
  socket.timeout(PATIENCE_MS).emitWithAck(name, body) as Promise<{ ok: boolean; problem: { status: number; code: string; violations: { pointer: string; detail: string }[] } }>;

// negative control: with 256 KiB a sheet of scores ended its connection without a word
test.each(['polling', 'websocket'] as const)('the largest message that its schema takes arrives by %s', async (transport) => {
  const messages = [...world.running.app.get(Realtime).messages];
  expect(messages.length).toBeGreaterThan(8);
  for (const [name, { schema }] of messages) {
    const socket = await connected(transport);
    const answer = await ask(socket, name, largestOf(schema));
    expect([name, socket.connected, answer.problem?.code]).toEqual([name, true, expect.not.stringMatching(/^http\./)]);
    socket.disconnect();
  }
});

test('one row more is told by its list, and the connection goes on', async () => {
  const { schema } = world.running.app.get(Realtime).messages.get('review.mark')!;
  const socket = await connected('websocket');
  const { marks, evaluationId } = largestOf(schema) as { marks: object[]; evaluationId: string };
  const { problem } = await ask(socket, 'review.mark', { evaluationId, marks: [...marks, marks[0]] });
  expect(problem).toMatchObject({ status: 400, code: 'http.field', violations: [{ pointer: '/marks', detail: expect.stringContaining('“评审意见”：各行合计超过 500 KB') }] });
  expect((await ask(socket, 'review.mark', { evaluationId, marks: [marks[0]] })).problem.code).not.toBe('http.field');
});

test('negative control: what is larger than any schema takes is not carried', async () => {
  const socket = await connected('websocket');
  const gone = new Promise((resolve) => socket.once('disconnect', resolve));
  socket.emit('review.mark', { text: '字'.repeat(MOST_BYTES) });
  await gone;
  expect(socket.connected).toBe(false);
});
