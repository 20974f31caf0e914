import { localDate, startOfDay } from '@kernel';
import { signIn } from '../../apps/cli/src/play/people';
import { askReplacement } from './new-certificate';
import { bidUnderWay, meanwhile, momentOf, overMidnight } from './meanwhile';
import { advance, ask, closeConnections, confirm, draftBody, pastDeadline, platformTime, type Published, publishedTender, registeredProject, startWorld, submitAll, type World } from './world';

/** Moments that stand on record: each lies after what its act waited for, or a receipt that was given meanwhile would be one of after the end. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

// negative control: with the time at which each began to wait, every one of these fails
test('a tender is terminated after the bid that was being taken', async () => {
  const { tenderId } = await publishedTender(world);
  const { officer, approver } = world.office;
  const asked = await ask(officer, `/api/tenders/${tenderId}/terminate`, { reason: '规划调整' });
  const done = await meanwhile(world, bidUnderWay(tenderId), () => confirm(approver, asked));
  expect((await momentOf(world, 'select ended_at as at from tender where id = $1', tenderId)).getTime()).toBeGreaterThanOrEqual(done.getTime());
});

test('bids are closed after the deadline, though the opening was asked for before it and waited', async () => {
  const tender = await publishedTender(world);
  await submitAll(world, tender, ['100', '200', '300']);
  await advance(world.office, new Date(tender.deadline.getTime() - 600_000));
  await meanwhile(
    world,
    bidUnderWay(tender.tenderId),
    () => world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`),
    () => pastDeadline(world, tender),
  );
  expect((await momentOf(world, 'select closed_at as at from opening where tender_id = $1', tender.tenderId)).getTime()).toBeGreaterThanOrEqual(tender.deadline.getTime());
});

test('a certificate that is replaced ends after what was signed with it and was being taken', async () => {
  const { firm, client } = await world.bidder('换证');
  const fresh = world.office.authority.issue({ commonName: `${firm.name} 签章`, organisation: firm.name, uscc: firm.uscc });
  const asked = await askReplacement(world.url, firm.login, fresh, 'security-admin');
  const security = await signIn(world.url, 'sys.security.1', world.running.password!);
  const { accountId } = await client.get<{ accountId: string }>('/api/me');
  const done = await meanwhile(world, { text: 'select pg_advisory_xact_lock_shared(hashtextextended($1::text, 11))', values: [accountId] }, () => confirm(security, asked)); // as each act of his takes it (actor_now)
  expect((await momentOf(world, 'select min(ended_at) as at from certificate where account_id = $1', accountId)).getTime()).toBeGreaterThanOrEqual(done.getTime());
});

test('a certificate that its holder ends, ends after what was signed with it and was being taken', async () => {
  const { client } = await world.bidder('自行停用');
  const { accountId } = await client.get<{ accountId: string }>('/api/me');
  const [{ id }] = (await client.get<{ items: [{ id: string }] }>('/api/me/certificates')).items;
  const standing = { text: 'select pg_advisory_xact_lock_shared(hashtextextended($1::text, 11))', values: [accountId] };
  const done = await meanwhile(world, standing, () => client.delete(`/api/me/certificates/${id}`));
  expect((await momentOf(world, 'select ended_at as at from certificate where id = $1', id)).getTime()).toBeGreaterThanOrEqual(done.getTime());
});

// negative control: without `later` in the confirmation of a request each of them begins on the day before
describe('what is published begins on the day on which it is', () => {
  test('a notice', async () => {
    const { officer, approver } = world.office;
    const { tenderId } = await officer.post<Published>(
      '/api/tenders',
      draftBody(world, await registeredProject(world), await platformTime(officer), { deadline: new Date(startOfDay(localDate(await platformTime(officer))).getTime() + 24 * 86_400_000) }),
    );
    const asked = await ask(officer, `/api/tenders/${tenderId}/publish`);
    const done = await overMidnight(world, tenderId, () => confirm(approver, asked));
    expect((await momentOf(world, 'select published_at as at from tender where id = $1', tenderId)).getTime()).toBeGreaterThanOrEqual(done.getTime());
  });

  test('an amendment', async () => {
    const { tenderId } = await publishedTender(world);
    const asked = await ask(world.office.officer, `/api/tenders/${tenderId}/amendments`, { kind: 'amendment', text: '更正', affectsBids: false });
    const done = await overMidnight(world, tenderId, () => confirm(world.office.approver, asked));
    expect((await momentOf(world, 'select published_at as at from tender_amendment where tender_id = $1', tenderId)).getTime()).toBeGreaterThanOrEqual(done.getTime());
  });
});
