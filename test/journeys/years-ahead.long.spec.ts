import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueCrl } from '@envelope';
import { RevocationLists } from '@domain/trust';
import { Jobs } from '@platform/jobs';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn, signInWithKey } from '../../apps/cli/src/play/people';
import { rows, until } from './tools';
import { advance, ask, type Bidder, closeConnections, confirm, platformTime, publishedTender, refusal, startWorld, type World } from './world';

/** A demonstration's clock is moved by more than a year: its authority's list goes on, people sign in by certificate, and bids are taken. */
let world: World;
let security: Client;
let bidder: Bidder;
beforeAll(async () => {
  world = await startWorld();
  security = await signIn(world.url, 'sys.security.1', world.running.password!);
  bidder = await world.bidder('一年以后的投标人');
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const DAY = 86_400_000;
const enter = () => signInWithKey(world.url, bidder.firm.login, bidder.identity);
const now = () => platformTime(world.office.officer);
const nextUpdate = async () => (await rows<{ at: Date }>(world, 'select next_update as at from revocation_list order by number desc limit 1'))[0]!.at.getTime();

/** A year whose days off nobody announced yet: made up, as a demonstration may. */
async function importYear(year: number): Promise<void> {
  const holidays = ['01-01', '01-02', '01-03', '02-05', '02-06', '02-07', '02-08', '02-09', '02-10', '02-11', '05-01'].map((day) => `${year}-${day}`);
  await confirm(security, await ask(world.office.system, '/api/calendar/years', { year, notice: `${year} 年节假日安排（测试）`, holidays, workdays: [] }));
}

async function bidTaken(): Promise<void> {
  const tender = await publishedTender(world);
  const { receipt } = await bidder.submit(tender, '100');
  expect(JSON.parse(receipt)).toMatchObject({ tender: tender.tenderId, receivedAt: expect.stringMatching(/^20/) as string });
}

it.each([367, 2 * 367])('%i days on', async (days) => {
  const to = new Date(Date.UTC(2026, 2, 3, 1) + days * DAY);
  await advance(world.office, to);
  await importYear(to.getUTCFullYear());
  expect(await nextUpdate()).toBeGreaterThan((await now()).getTime());
  await enter();
  await bidTaken();
});

it('negative control: with a list that ended nobody signs in by certificate and no bid is taken; the authority’s next one, a day later, lets them', async () => {
  const key = (name: string) => readFileSync(join(world.running.home, 'demo-ca', name), 'utf8');
  const at = await now();
  const ended = issueCrl(
    { certificatePem: key('ca.pem'), privateKeyPem: key('ca.key') },
    { number: Math.floor(at.getTime() / 1000), thisUpdate: new Date(at.getTime() - 2 * DAY), nextUpdate: new Date(at.getTime() - DAY), revoked: [] },
  );
  const tender = await publishedTender(world);
  await world.running.app.get(RevocationLists).keep(ended, key('ca.pem'));
  await advance(world.office, new Date(at.getTime() + 10 * DAY)); // beyond all grace
  expect((await refusal(enter())).code).toBe('envelope.certificate-revocation-unknown');
  expect((await refusal(bidder.submit(tender, '100'))).code).toBe('envelope.certificate-revocation-unknown');
  await world.running.app.get(Jobs).ask('demonstration.revocation-list');
  await until(async () => (await nextUpdate()) > (await now()).getTime());
  await enter();
  await bidder.submit(tender, '100');
});
