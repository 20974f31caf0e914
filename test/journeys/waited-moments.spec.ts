import { Client as Pg } from 'pg';
import { signIn } from '../../apps/cli/src/play/people';
import { askReplacement } from './new-certificate';
import { rows, until } from './tools';
import { advance, ask, closeConnections, confirm, pastDeadline, publishedTender, startWorld, submitAll, type World } from './world';

/** Moments that stand on record: each lies after what its act waited for, or a receipt that was given meanwhile would be one of after the end. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** `act` waits for a lock that somebody else's act holds, as a bid does that is being taken; returns when that was done. */
async function meanwhile(lock: { text: string; values: unknown[] }, act: () => Promise<unknown>, last: () => Promise<unknown> = async () => undefined): Promise<Date> {
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
const bidUnderWay = (tenderId: string) => ({ text: 'select 1 from tender where id = $1 for share', values: [tenderId] });
const momentOf = async (sql: string, value: string): Promise<Date> => (await rows<{ at: Date }>(world, sql, [value]))[0]!.at;

// negative control: with the time at which each began to wait, every one of these fails
test('a tender is terminated after the bid that was being taken', async () => {
  const { tenderId } = await publishedTender(world);
  const { officer, approver } = world.office;
  const asked = await ask(officer, `/api/tenders/${tenderId}/terminate`, { reason: '规划调整' });
  const done = await meanwhile(bidUnderWay(tenderId), () => confirm(approver, asked));
  expect((await momentOf('select ended_at as at from tender where id = $1', tenderId)).getTime()).toBeGreaterThanOrEqual(done.getTime());
});

test('bids are closed after the deadline, though the opening was asked for before it and waited', async () => {
  const tender = await publishedTender(world);
  await submitAll(world, tender, ['100', '200', '300']);
  await advance(world.office, new Date(tender.deadline.getTime() - 600_000));
  await meanwhile(
    bidUnderWay(tender.tenderId),
    () => world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`),
    () => pastDeadline(world, tender),
  );
  expect((await momentOf('select closed_at as at from opening where tender_id = $1', tender.tenderId)).getTime()).toBeGreaterThanOrEqual(tender.deadline.getTime());
});

test('a certificate that is replaced ends after what was signed with it and was being taken', async () => {
  const { firm, client } = await world.bidder('换证');
  const fresh = world.office.authority.issue({ commonName: `${firm.name} 签章`, organisation: firm.name, uscc: firm.uscc });
  const asked = await askReplacement(world.url, firm.login, fresh, 'security-admin');
  const security = await signIn(world.url, 'sys.security.1', world.running.password!);
  const { accountId } = await client.get<{ accountId: string }>('/api/me');
  const done = await meanwhile({ text: 'select pg_advisory_xact_lock_shared(hashtextextended($1::text, 11))', values: [accountId] }, () => confirm(security, asked)); // as each act of his takes it (actor_now)
  expect((await momentOf('select min(ended_at) as at from certificate where account_id = $1', accountId)).getTime()).toBeGreaterThanOrEqual(done.getTime());
});
