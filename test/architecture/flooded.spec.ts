import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Door, DOORS } from '@platform/http/doors';
import { FLOODED, type Flooding } from '../../bench/flood-doors';
import { declaredRoutes } from '../attack/surface';
import { ROOT } from './sources';

/** `npm run bench -- flood` floods every door of the platform, and what it floods is the door that it says. */
const peer = readFileSync(join(ROOT, 'bench/flood-peer.ts'), 'utf8');
const asks = peer.slice(peer.indexOf('const ASKS'), peer.indexOf('\n};', peer.indexOf('const ASKS')));

/** Doors without a flood. */
const unflooded = (flooded: Readonly<Record<string, readonly Door[]>>) => (Object.keys(DOORS) as Door[]).filter((door) => !Object.values(flooded).flat().includes(door));

interface Asked {
  method: string;
  /** Without its query; each id as `{}`. */
  path: string;
  signedIn: boolean;
}

function asksOf(name: string): Asked[] {
  const [, line = ''] = new RegExp(`^ {2}'?${name}'?: \\(\\) =>(.*)$`, 'm').exec(asks) ?? [];
  return line
    .split(/\bask\(/)
    .slice(1)
    .map((call) => {
      const [, method, path] = /^'(\w+)', ['`]([^'`?]+)/.exec(call)!;
      return { method: method!, path: path!.replace(/\$\{[^}]*\}?/g, '{}'), signedIn: call.includes('OF_BIDDER') };
    });
}

/** The budget that such a request of a stranger spends; nothing of one who is signed in. */
function doorOf({ method, path, signedIn }: Asked): Door | undefined {
  if (signedIn) return undefined;
  const plain = path.replace('/proposals/x/', '/proposals/{}/');
  const route = declaredRoutes().find((one) => one.method === method && one.path.replace(/\{\w+\}/g, '{}') === plain);
  if (route) return route.door ?? (route.open ? 'read' : 'locked');
  if (path.startsWith('/assets/')) return 'file';
  return method === 'GET' && !path.startsWith('/api/') ? 'page' : 'unknown';
}
const doorsOf = (name: string) => [...new Set(asksOf(name).flatMap((one) => doorOf(one) ?? []))];

test('every door is flooded', () => expect(unflooded(FLOODED)).toEqual([]));

test.each(Object.keys(FLOODED).filter((name) => name !== 'sockets') as Flooding[])('%s spend what is said', (name) => {
  expect(asksOf(name).length).toBeGreaterThan(0);
  expect(doorsOf(name)).toEqual([...FLOODED[name]]);
});

test('negative control: a door that is flooded no more is found; a request is known by its route', () => {
  for (const name of ['files', 'healths', 'signed sign-ins'] as const) expect(unflooded({ ...FLOODED, [name]: [] })).toEqual([...FLOODED[name]]);
  expect(doorOf({ method: 'GET', path: '/api/nothing', signedIn: false })).toBe('unknown');
  expect(doorOf({ method: 'GET', path: '/api/tenders.xlsx', signedIn: false })).toBe('export');
});
