import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Actors } from '../../libs/domain/src/identity/actors';
import { Attempts, signInMeters } from '../../libs/domain/src/identity/attempts';
import { Devices } from '../../libs/domain/src/identity/devices';
import { SessionsService } from '../../libs/domain/src/identity/sessions.service';
import { type Actor, type Caller, Db, PUBLIC_ACTOR, systemCaller } from '../../libs/platform/src/db';
import { Jobs } from '../../libs/platform/src/jobs';
import { rows } from '../journeys/tools';
import { closeConnections, startWorld, type World } from '../journeys/world';

/** Every job against every other, itself, and the acts that touch the same rows. Whoever locks them in an order of his own is found here as a deadlock. */
const ROUNDS = 10;
const ACCOUNTS = 5;
const SESSIONS = 20;

let world: World;
let accounts: { id: string; login: string }[];
const told: string[] = [];
beforeAll(async () => {
  world = await startWorld();
  accounts = await rows(world, `select id, login from account order by login limit ${ACCOUNTS}`);
  const write = process.stderr.write.bind(process.stderr);
  jest.spyOn(process.stderr, 'write').mockImplementation((chunk, ...rest) => (told.push(String(chunk)), write(chunk, ...(rest as []))));
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world?.stop();
  await closeConnections();
});

/** Each deadlock that the platform met stands in its log, whether or not the work was done in the end. */
const deadlocks = () => told.splice(0).filter((line) => /deadlock/.test(line));

const get = <T>(type: abstract new (...args: never[]) => T): T => world.running.app.get(type as never);
const tokenOf = (login: string, round: number, n: number) => `${login} ${round} ${n}`;
const callerOf = (accountId: string, login: string): Caller => ({ ...systemCaller('session.end'), actor: { ...PUBLIC_ACTOR, accountId, login } as Actor });
const meters = (login: string) => signInMeters(login, { address: '192.0.2.1' });

/** Sessions in use, expired, and opened by one certificate; meters and devices, old and new; what only served a moment. */
async function furnish(round: number): Promise<void> {
  for (const { id, login } of accounts) {
    const hashes = Array.from({ length: SESSIONS }, (_, n) =>
      createHash('sha256')
        .update(tokenOf(login, round, n))
        .digest('hex'),
    );
    await rows(
      world,
      `insert into session (id, account_id, token_hash, ip, expires_at, means, agent, fingerprint, seen_at)
       select gen_random_uuid(), $1, hash, '127.0.0.1', clock_timestamp() + make_interval(secs => case when n % 3 = 0 then 0 else 600 end), 'code', '', case when n % 2 = 0 then 'F' end,
         clock_timestamp() - interval '2 minutes' from unnest($2::text[]) with ordinality as h(hash, n)`,
      [id, hashes],
    );
    await rows(world, `insert into sign_in_challenge (nonce, login, text, created_at) select gen_random_uuid(), $1, '', clock_timestamp() - interval '1 hour' from generate_series(1, 20)`, [login]);
    const keys = meters(login).map(({ key }) => key);
    await rows(
      world,
      `insert into attempt_meter (key, tries, free_at, at) select k, 1, clock_timestamp(), clock_timestamp() - interval '3 days' from unnest($1::text[]) k on conflict (key) do update set at = excluded.at`,
      [keys],
    );
    await rows(world, `insert into known_device (token_hash, account_id, at) select gen_random_uuid()::text, $1, clock_timestamp() from generate_series(1, 30)`, [id]);
  }
}

const shuffled = <T>(all: readonly T[]): T[] =>
  all
    .map((one) => ({ one, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);

function acts(round: number): (() => Promise<unknown>)[] {
  const [db, sessions, attempts, devices, actors] = [get(Db), get(SessionsService), get(Attempts), get(Devices), get(Actors)];
  return accounts.flatMap(({ id, login }, i) => {
    const caller = callerOf(id, login);
    const other = tokenOf(accounts[(i + 1) % ACCOUNTS]!.login, round, 1);
    const own = meters(login);
    return [
      ...Array.from({ length: SESSIONS }, (_, n) => () => actors.actorOf(tokenOf(login, round, n))),
      async () => new Actors(db, world.running.config).seen(shuffled(Array.from({ length: SESSIONS }, (_, n) => tokenOf(login, round, n)))),
      () => db.run(caller, (tx) => sessions.makeRoom(tx, id, other)),
      () => db.run(caller, (tx) => sessions.endOpenedBy(tx, ['F'])),
      () => sessions.endOthers(caller),
      ...[1, 2].map(() => () => devices.remember(caller)),
      ...[1, 2, 3].map(() => async () => {
        await attempts.take(own);
        await db.run(caller, async (tx) => attempts.right(tx, shuffled(own) as typeof own));
      }),
    ];
  });
}

/** The acts of one round beside what else is to run; answers what was told of deadlocks. */
async function rush(round: number, beside: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  await furnish(round);
  await Promise.all(shuffled([...beside, ...acts(round)]).map((one) => one()));
  while ((await rows(world, `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length > 0) await sleep(50);
  return deadlocks();
}

test('jobs and acts at once, many times: none waits for another in a circle', async () => {
  const found: string[] = [];
  const jobs = get(Jobs).declared.flatMap(({ run }) => [run, run]);
  for (let round = 0; round < ROUNDS; round += 1) found.push(...(await rush(round, jobs)));
  expect(found).toEqual([]);
  expect((await rows(world, `select 1 from session where agent = '' and ended_at is not null`)).length).toBeGreaterThan(ROUNDS); // the rounds did something
});

test('negative control: a job that locks sessions in the opposite order is found', async () => {
  const opposite = () => get(Db).write('select id, pg_sleep(0.002) from (select id from session where ended_at is null order by id desc for update) s');
  const found: string[] = [];
  for (let round = 100; round < 100 + 5 * ROUNDS && found.length === 0; round += 1) found.push(...(await rush(round, [opposite, opposite])));
  expect(found.length).toBeGreaterThan(0);
});
