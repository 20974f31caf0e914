import { join } from 'node:path';
import { yearTable, YearsService } from '@domain/calendar';
import { DemoAuthority } from '@domain/demonstration';
import { RevocationLists, Trust } from '@domain/trust';
import { crlWithSigner, readCertificate } from '@envelope';
import { signInWithKey } from '../../apps/cli/src/play/people';
import { rows, until } from './tools';
import { closeConnections, platformTime, refusal, startWorld, type World } from './world';

/**
 * One of several processes, without jobs, to which nobody comes for hours. What others wrote meanwhile counts for the first who does; what is kept in memory is read by
 * itself. Negative control: read when it is used, the first sign-in was let in by what counted before.
 */
let world: World;
beforeAll(async () => (world = await startWorld({ env: { RUN_JOBS: 'false' } })));
afterAll(async () => {
  jest.restoreAllMocks();
  await world?.stop({ tampered: true });
  await closeConnections();
});

/** What somebody else writes; then nobody asks this process for anything until it has read by itself. */
async function meanwhile(of: object, read: string, write: () => Promise<unknown>): Promise<void> {
  await write();
  const reading = jest.spyOn(of, read as never) as unknown as jest.SpyInstance<Promise<unknown>>;
  await until(() => reading.mock.results.length > 0);
  await Promise.all(reading.mock.results.map(({ value }) => value as Promise<unknown>));
}

test('a certificate that was revoked meanwhile signs nobody in', async () => {
  const [lost, other] = [await world.bidder('吊销'), await world.bidder('未吊销')];
  const authority = new DemoAuthority(join(world.running.home, 'demo-ca'));
  const now = await platformTime(world.office.officer);
  authority.revoke(lost.identity.certificatePem, now);
  const der = authority.revocationList(new Date(now.getTime() + 1000));
  const { list } = crlWithSigner(der, authority.certificatePem, { candidates: [], roots: [authority.certificatePem], at: now, revocation: () => undefined });
  await meanwhile(world.running.app.get(RevocationLists), 'takeOver', () =>
    rows(world, `update revocation_list set der = $2, number = $3, fetched_at = clock_timestamp() where issuer_fingerprint = $1`, [
      readCertificate(authority.certificatePem).fingerprint,
      Buffer.from(der),
      list.number,
    ]),
  );
  expect((await refusal(signInWithKey(world.url, lost.firm.login, lost.identity))).code).toBe('envelope.certificate-revoked');
  await signInWithKey(world.url, other.firm.login, other.identity);
});

test('days off that were imported meanwhile count', async () => {
  const year = Math.max(...yearTable().years) + 1;
  await meanwhile(world.running.app.get(YearsService), 'read', () =>
    rows(
      world,
      `insert into calendar_year (year, notice, holidays, workdays, imported_at, asked_by, confirmed_by) select $1, 'x', array['06-01'], '{}', now(), id, id from account order by id limit 1`,
      [year],
    ),
  );
  expect(yearTable().years).toContain(year);
});

// the last one: nobody signs any more
test('an authority that two persons ended meanwhile lets nobody in', async () => {
  const bidder = await world.bidder('机构终止');
  await meanwhile(world.running.app.get(Trust), 'read', () => rows(world, 'update trusted_authority set ended_at = tianping_now()'));
  expect((await refusal(signInWithKey(world.url, bidder.firm.login, bidder.identity))).code).toBe('envelope.certificate-untrusted');
});
