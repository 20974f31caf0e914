import { randomUUID } from 'node:crypto';
import { RefusalTrail } from '@platform/audit';
import { io } from 'socket.io-client';
import { rows } from '../journeys/tools';
import { startWorld, type World } from '../journeys/world';
import { closeAgent, send } from './surface';
import { PATIENCE_MS } from '../setup/patience';

const worlds: Record<'behind a named proxy' | 'behind one that writes Forwarded' | 'without one', World> = {} as never;

beforeAll(async () => {
  worlds['behind a named proxy'] = await startWorld({ env: { LOG_LEVEL: 'silent', TRUSTED_PROXIES: '127.0.0.1', ANONYMOUS_PER_MINUTE: '600' } });
  worlds['behind one that writes Forwarded'] = await startWorld({ env: { LOG_LEVEL: 'silent', TRUSTED_PROXIES: '127.0.0.1', PROXY_HEADER: 'forwarded', ANONYMOUS_PER_MINUTE: '600' } });
  worlds['without one'] = await startWorld({ env: { LOG_LEVEL: 'silent', ANONYMOUS_PER_MINUTE: '600' } });
});
afterAll(async () => {
  for (const world of Object.values(worlds)) await world.stop();
  await closeAgent();
});

const from = (address: string) => ({ 'x-forwarded-for': address, forwarded: `for=${address}`, 'x-real-ip': address });

async function tracesOf(world: World, text: string): Promise<string[]> {
  await world.running.app.get(RefusalTrail).flush();
  return (await rows<{ ip: string }>(world, 'select ip from audit_entry where object_id like $1 order by seq', [`%${text}`])).map(({ ip }) => ip);
}

async function talk({ url }: World, name: string, headers: Record<string, string>): Promise<void> {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: headers });
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)));
  await socket.timeout(PATIENCE_MS).emitWithAck(name, {});
  socket.disconnect();
}

test.each([
  ['behind a named proxy', '203.0.113.9'],
  ['behind one that writes Forwarded', '203.0.113.9'],
  ['without one', '127.0.0.1'],
] as const)('%s the trail says %s, for requests and messages', async (where, expected) => {
  const [path, name] = [randomUUID(), randomUUID()];
  await send(worlds[where].url, 'POST', `/${path}`, { body: '{}', headers: from('203.0.113.9') });
  await talk(worlds[where], name, from('203.0.113.9'));
  expect([await tracesOf(worlds[where], path), await tracesOf(worlds[where], name)]).toEqual([[expected], [expected]]);
});

test('a sign-in’s session is known by the address behind the proxy', async () => {
  const world = worlds['behind a named proxy'];
  const answer = await send(world.url, 'POST', '/api/sessions', { body: JSON.stringify({ login: 'tc.hall.1', password: world.running.password }), headers: from('203.0.113.77') });
  expect(answer.status).toBe(201);
  expect(await rows(world, 'select 1 from session where ip = $1', ['203.0.113.77'])).toHaveLength(1);
});

/** How many of so many posts to unknown addresses are answered before the budget ends. */
async function passed(world: World, address: (i: number) => string): Promise<number> {
  const statuses = await Promise.all(Array.from({ length: 75 }, (_, i) => send(world.url, 'POST', `/${randomUUID()}`, { body: '{}', headers: from(address(i)) })));
  return statuses.filter(({ status }) => status === 404).length;
}

test('strangers behind a named proxy have budgets of their own; one customer’s IPv6 is one', async () => {
  const world = worlds['behind a named proxy'];
  expect(await passed(world, (i) => `198.51.100.${i}`)).toBe(75);
  expect(await passed(world, () => '198.51.100.200')).toBe(60);
  expect(await passed(world, (i) => `2001:db8:7:7::${i.toString(16)}`)).toBe(60);
  expect(await passed(world, (i) => `2001:db8:8:${i.toString(16)}::1`)).toBe(75);
});

// negative control: this is how it was everywhere
test('without one they all share the budget of whatever stands before the platform', async () => {
  expect(await passed(worlds['without one'], (i) => `198.51.100.${i}`)).toBeLessThanOrEqual(60);
});
