import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '@platform/config';
import { Pulse } from '@domain/outages';
import { TimeSource } from '@domain/trust';
import { DiskSpace, Storage } from '@platform/storage';
import { OutagesService } from '../../libs/domain/src/outages/outages.service';
import { rows, until } from './tools';
import { closeConnections, startWorld, type World } from './world';

/** The public address was reached and then is silent, or never was: what of it becomes an outage in the database. What counts as an answer is in pulse.spec.ts. */
let world: World;
let pulse: Pulse;
const seen = async () => (await rows<{ age: number }>(world, 'select extract(epoch from clock_timestamp() - seen_at)::float8 as age from platform_beat'))[0]!.age;
const back = (seconds: number) => rows(world, 'update platform_beat set seen_at = clock_timestamp() - make_interval(secs => $1)', [seconds]);
const count = async () => (await rows(world, 'select 1 from outage')).length;
let server: Server | undefined;
let answers: boolean;
let there: Pulse | undefined;

beforeAll(async () => {
  world = await startWorld();
  pulse = world.running.app.get(Pulse);
  await pulse.onApplicationShutdown(); // the address is what counts, not this process
  const handOn = async (path: string) => (await fetch(world.url + path)).text(); // as a proxy does
  server = createServer((request, response) => (answers ? void handOn(request.url!).then((text) => response.end(text)) : void response.writeHead(502).end())).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(() => {
  const { app } = world.running;
  there = new Pulse({ PUBLIC_URL: `http://127.0.0.1:${(server!.address() as AddressInfo).port}` } as Config, app.get(OutagesService), app.get(Storage), app.get(DiskSpace), app.get(TimeSource));
});
afterEach(() => there?.onApplicationShutdown());
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await world?.stop();
  await closeConnections();
});

// negative control: with every answer counted as reached, or none asked for, the beats went on and no outage was seen
it('that was reached and then silent for 35 seconds is an outage, though the platform ran on', async () => {
  answers = true;
  await there!.start();
  const before = await count();
  answers = false;
  await back(35);
  await until(async () => (await seen()) > 40); // one beat at least is missing
  expect(await count()).toBe(before); // told when it is over
  answers = true;
  await until(async () => (await count()) === before + 1);
  const [last] = await rows<{ seconds: number }>(world, `select (statement::jsonb->>'seconds')::int as seconds from outage order by to_at desc limit 1`);
  expect(last!.seconds).toBeGreaterThanOrEqual(40);
});

it('that was never reached from within is left out', async () => {
  answers = false;
  const before = await count();
  await back(5);
  await there!.start();
  expect([(await seen()) < 5, await count()]).toEqual([true, before]);
});
