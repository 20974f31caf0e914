import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { isTied } from '@domain/experts/avoidance';
import { Db } from '@platform/db';
import { ground, groundOf, rows, until } from './tools';
import { ask, type Asked, closeConnections, confirm, pastDeadline, type Published, publishedTender, refusal, startWorld, submitAll, type World } from './world';

/** A renamed firm goes by its new name; what was signed under the old one stays as it was. */
let world: World;
let head: Client;
let security: Client;
let tender: Published;
beforeAll(async () => {
  world = await startWorld({ experts: 1 });
  security = await signIn(world.url, 'sys.security.1', world.running.password!);
  tender = await publishedTender(world);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const NEW = '衡州新名称建设集团（演示）';
const certificate = (organisation: string, uscc: string) => world.office.authority.issue({ commonName: organisation, organisation, uscc }).certificatePem;
const rename = (by: Client, name: string, pem: string): Promise<Asked> => ask(by, '/api/me/organisation/name', { name, certificate: pem });

it('the certificate of a recognised authority proves the name, for the same code; nothing else does', async () => {
  const [bidder] = await submitAll(world, tender, ['100', '200', '300']);
  head = bidder!.client;
  const { uscc } = bidder!.firm;
  expect(await groundOf(rename(head, NEW, certificate('别的名称', uscc)))).toBe('identity.name-other O20-40');
  expect((await refusal(rename(head, NEW, certificate(NEW, '12990200MATP020166')))).code).toBe('identity.certificate-foreign');
  expect(ground(await refusal(rename(head, bidder!.firm.name, certificate(bidder!.firm.name, uscc))))).toBe('identity.name-same');
  expect((await refusal(rename(world.office.approver, NEW, certificate(NEW, uscc)))).code).toBe('auth.not-allowed');
});

it('two persons change it; sealed bids keep what was signed (all documents: renamed-documents.spec.ts)', async () => {
  const { uscc, organisationName: old } = await head.get<{ uscc: string; organisationName: string }>('/api/me');
  const before = await rows<{ manifest: string }>(world, 'select manifest from bid order by id');
  const asked = await rename(head, NEW, certificate(NEW, uscc));
  expect(JSON.parse(asked.statement)).toMatchObject({ content: { organisation: { name: old, uscc }, newName: NEW, holder: NEW } });
  expect((await refusal(confirm(head, asked))).status).toBeGreaterThanOrEqual(400);
  await confirm(security, asked);
  await until(async () => (await head.get<{ organisationName: string }>('/api/me')).organisationName === NEW); // reads are half a second old at most
  expect((await head.get<{ items: object[] }>('/api/me/organisation/names')).items).toEqual([{ name: old, until: expect.any(String) }]);
  expect(await rows(world, 'select manifest from bid order by id')).toEqual(before);
  await expect(rows(world, `update organisation_name set name = 'x'`)).rejects.toThrow();
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
});

// negative control: without the earlier names in `partiesTo` the expert was free to judge his own employer
it('an expert whom the library has under the old name of his employer is tied to it still', async () => {
  const db = world.running.app.get(Db);
  const [{ name, account }] = (await rows<{ name: string; account: string }>(world, 'select (select name from organisation_name) as name, account_id as account from expert limit 1')) as [
    { name: string; account: string },
  ];
  const about = async () => {
    const [row] = await db.read<{ id: string; tendererId: string; agencyId: string | null }>('select id, tenderer_id as "tendererId", agency_id as "agencyId" from tender where id = $1', [
      tender.tenderId,
    ]);
    return db.system('test.ask', (tx) => isTied(tx, account, row!, 5));
  };
  await rows(world, `update expert set employer = '别处', employer_uscc = null where account_id = $1`, [account]);
  expect(await about()).toBe(false);
  await rows(world, 'update expert set employer = $2 where account_id = $1', [account, name]);
  expect(await about()).toBe(true);
});
