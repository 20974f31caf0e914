import { canonicalJson, type EscrowTerms, type Json, sealBidFor, sha256Hex, signDetached } from '@envelope';
import { ReleasingService } from '../../libs/domain/src/opening/releasing.service';
import { base64, ground, rows } from '../journeys/tools';
import { type Bidder, closeConnections, pastDeadline, type Published, publishedTender, startWorld, submitAll, type World } from '../journeys/world';
import { apiBeside, type Beside } from '../setup/beside';

/** A bid whose signature, hash and keys are right and whose body is noise: what is sealed nobody can look at before the opening. */
let world: World;
let beside: Beside;
beforeAll(async () => {
  world = await startWorld();
  beside = await apiBeside(world.running);
});
afterAll(async () => {
  await beside?.stop();
  await world?.stop();
  await closeConnections();
});

async function handInNoise(bidder: Bidder, tender: Published & { escrowTerms?: EscrowTerms }): Promise<Readonly<Record<string, string>>> {
  const at = await bidder.client.now();
  const { blob, manifest: sound, keys, escrow } = await sealBidFor({ ...bidder.toSeal(tender, '900000000', { at }), escrowTerms: tender.escrowTerms });
  const bytes = Buffer.from(blob);
  bytes[bytes.length - 1]! ^= 1;
  const manifest = canonicalJson({ ...(JSON.parse(sound) as Record<string, Json>), cipherSha256: sha256Hex(bytes) });
  const signature = signDetached(Buffer.from(manifest), { ...bidder.identity, signingTime: at });
  await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, bytes);
  await bidder.client.post(`/api/tenders/${tender.tenderId}/bids`, { manifest, signature: base64(signature), escrow });
  return keys as Readonly<Record<string, string>>;
}
const start = async (tender: Published) => {
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
};

// negative control: with `source.pipe(opened)` alone the process ended (“an exception that nobody caught”), as often as he asked
test('ends no process when its bidder hands over its keys', async () => {
  const tender = await publishedTender(world);
  const bidder = await world.bidder('噪声一');
  const keys = await handInNoise(bidder, tender);
  await submitAll(world, tender, ['100', '200', '300']);
  await start(tender);
  const answer = await fetch(`${beside.url}/api/tenders/${tender.tenderId}/opening/decrypt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bidder.client.token!}`, 'content-type': 'application/json' },
    body: JSON.stringify({ keys }),
  });
  expect(ground((await answer.json()) as Parameters<typeof ground>[0])).toBe('envelope.body-damaged O20-31');
  expect((await fetch(`${beside.url}/health/live`)).status).toBe(200);
});

// negative control: as above, of every process that works jobs off, again with each start
test('ends no job where trustees open: it is revoked by its bidder’s doing, and the others are opened', async () => {
  const { officer, trustees } = world.office;
  const { items } = await officer.get<{ items: { accountId: string; certificate: string }[] }>('/api/trustees');
  const published = await publishedTender(world, { trustees: { threshold: 2, people: items.map(({ accountId }) => accountId) } });
  const tender = { ...published, escrowTerms: { threshold: 2, trustees: items.map(({ certificate }) => certificate) } };
  await handInNoise(await world.bidder('噪声二'), tender);
  for (const name of ['甲', '乙', '丙']) await (await world.bidder(`噪声-${name}`)).submit(tender, '910000000');
  await start(tender);
  for (const trustee of trustees.slice(0, 2)) await trustee.release(tender.tenderId);
  await world.running.app.get(ReleasingService).openDue();
  expect((await rows<{ status: string }>(world, 'select status from bid where tender_id = $1 order by arrival', [tender.tenderId])).map(({ status }) => status)).toEqual([
    'revoked',
    'opened',
    'opened',
    'opened',
  ]);
});
