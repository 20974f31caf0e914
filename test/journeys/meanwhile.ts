import { endOfDay, localDate } from '@kernel';
import { Client as Pg } from 'pg';
import { rows, until } from './tools';
import { advance, platformTime, type World } from './world';

/** `act` waits for a lock that somebody else's act holds, as a bid does that is being taken; returns when that was done. */
export async function meanwhile(world: World, lock: { text: string; values: unknown[] }, act: () => Promise<unknown>, last: () => Promise<unknown> = async () => undefined): Promise<Date> {
  const underWay = new Pg({ connectionString: world.running.config.DATABASE_URL });
  await underWay.connect();
  await underWay.query('begin');
  await underWay.query(lock);
  const acted = act();
  await until(async () => (await rows(world, 'select 1 from pg_locks where not granted')).length > 0);
  await last();
  const [{ done }] = (await underWay.query<{ done: Date }>('select tianping_now() as done')).rows as [{ done: Date }];
  await underWay.query('commit');
  await acted;
  await underWay.end();
  return done;
}
export const bidUnderWay = (tenderId: string) => ({ text: 'select 1 from tender where id = $1 for share', values: [tenderId] });
export const momentOf = async (world: World, sql: string, value: string): Promise<Date> => (await rows<{ at: Date }>(world, sql, [value]))[0]!.at;

/** The clock goes over midnight while `act` waits. */
export const overMidnight = (world: World, tenderId: string, act: () => Promise<unknown>) =>
  meanwhile(world, bidUnderWay(tenderId), act, async () => advance(world.office, endOfDay(localDate(await platformTime(world.office.officer)))));
