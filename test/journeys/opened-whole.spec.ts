import { request } from 'undici';
import { sha256Hex } from '@envelope';
import { atWork, type Committee, marks, seated } from './committee';
import { groundOf, until } from './tools';
import { ask, type Bidder, closeConnections, confirm, pastDeadline, type Published, publishedTender, refusal, roomView, startWorld, type World } from './world';

/** A bid of several files: each is opened, stands in the record with what its bidder signed of it, and reaches those who may read it. */
const text = (content: string) => Buffer.from(content);
const DOCUMENTS = [
  { fileName: '投标文件（技术标、商务标）.pdf', content: text(`%PDF-1.7\n${'技术方案 '.repeat(50_000)}`) },
  { fileName: '资质证书.png', content: Buffer.from('89504e470d0a1a0a', 'hex') },
  { fileName: '资质证书 (2).png', content: Buffer.from('89504e470d0a1a0a', 'hex') }, // the same content twice
  { fileName: '施工组织设计.docx', content: text('PK\u0003\u0004') },
];
const TYPES = ['application/pdf', 'image/png', 'image/png', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'];

interface Part {
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  keyCommitment: string;
}

let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 60 });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const fetched = (who: { token?: string }, bidId: string, name: string, headers: Record<string, string> = {}) =>
  request(`${world.url}/api/bids/${bidId}/documents/${name}`, { headers: { ...headers, ...(who.token ? { authorization: `Bearer ${who.token}` } : {}) } });
const recordOf = async ({ tenderId }: Published) => {
  const { record } = await world.office.officer.get<{ record: string }>(`/api/tenders/${tenderId}/opening`);
  return JSON.parse(record) as { bids: { bidder: string; outcome: string; parts: Part[] | null }[] };
};
const conclude = async ({ tenderId }: Published) => confirm(world.office.hall, await ask(world.office.officer, `/api/tenders/${tenderId}/opening/conclude`, { otherCauses: [] }));

async function submitted(tender: Published): Promise<Bidder[]> {
  const bidders: Bidder[] = [];
  for (const price of ['900000000', '910000000', '920000000']) {
    const bidder = await world.bidder(`多件投标人${price.slice(0, 2)}`);
    await bidder.submit(tender, price, { documents: DOCUMENTS });
    bidders.push(bidder);
  }
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  return bidders;
}

/** Against the files that were sealed, and the manifest that was signed. */
function expectWhole(parts: readonly Part[] | null, { manifest }: { manifest: string }): void {
  const signed = (JSON.parse(manifest) as { parts: { name: string; mediaType: string; plainSize: number; plainSha256: string; keyCommitment: string }[] }).parts;
  expect(parts).toEqual(signed.map(({ name, mediaType, plainSize, plainSha256, keyCommitment }) => ({ name, mediaType, size: plainSize, sha256: plainSha256, keyCommitment })));
  expect(parts!.slice(1).map(({ name, mediaType, sha256 }) => [name, mediaType, sha256])).toEqual(DOCUMENTS.map(({ content }, i) => [i ? `annex-${i}` : 'body', TYPES[i], sha256Hex(content)]));
}

describe('opened by its bidders', () => {
  let tender: Published;
  let bidders: Bidder[];
  beforeAll(async () => {
    tender = await publishedTender(world);
    bidders = await submitted(tender);
  });

  it('does not open by half: a key of the last annex that is missing or wrong refuses all, and nothing has changed', async () => {
    const { keys } = bidders[0]!.kept.get(tender.tenderId)!;
    const { 'annex-3': _, ...without } = keys;
    const decrypt = (given: object) => bidders[0]!.client.post(`/api/tenders/${tender.tenderId}/opening/decrypt`, { keys: given });
    expect(await groundOf(decrypt(without))).toContain('opening.keys-missing');
    expect(await groundOf(decrypt({ ...keys, 'annex-3': keys['body'] }))).toContain('envelope.key-mismatch');
    const { bidders: states } = await world.office.officer.get<{ bidders: { priced: boolean; decrypted: boolean }[] }>(`/api/tenders/${tender.tenderId}/opening`);
    expect(states.map(({ priced, decrypted }) => [priced, decrypted])).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ]);
  });

  it('stands in the record part by part, as it was signed', async () => {
    for (const bidder of bidders) await bidder.decrypt(tender.tenderId);
    await conclude(tender);
    const { bids } = await recordOf(tender);
    expect(bids).toHaveLength(3);
    for (const bidder of bidders) expectWhole(bids.find((one) => one.bidder === bidder.firm.name)!.parts, bidder.kept.get(tender.tenderId)!);
    expect(JSON.stringify(bids)).not.toContain('资质证书'); // names of files are for who evaluates
  });

  describe('and read by who may', () => {
    let at: Committee;
    let bidId: string;
    beforeAll(async () => {
      at = await atWork(world, { tender, bidders });
      const { documents } = await roomView(at.members[0]!, tender.tenderId);
      bidId = documents![0]!.bidId;
    });

    it('lists each file with its name and type, in the order of the manifest, bids by number', async () => {
      const { documents } = await roomView(at.members[0]!, tender.tenderId);
      expect(documents!.map(({ number }) => number)).toEqual([1, 2, 3]);
      for (const { documents: files } of documents!)
        expect(files.map(({ name, fileName, mediaType, size, sha256 }) => [name, fileName, mediaType, size, sha256])).toEqual(
          DOCUMENTS.map(({ fileName, content }, i) => [i ? `annex-${i}` : 'body', fileName, TYPES[i], content.length, sha256Hex(content)]),
        );
    });

    it('gives each file byte for byte, and any range of it', async () => {
      const { client } = at.members[0]!;
      for (const [i, { content }] of DOCUMENTS.entries()) {
        const answer = await fetched(client, bidId, i ? `annex-${i}` : 'body');
        expect([answer.statusCode, answer.headers['content-type'], answer.headers['accept-ranges']]).toEqual([200, TYPES[i], 'bytes']);
        expect(Buffer.compare(Buffer.from(await answer.body.arrayBuffer()), content)).toBe(0);
      }
      const some = await fetched(client, bidId, 'body', { range: 'bytes=5-104' });
      expect([some.statusCode, some.headers['content-range'], some.headers['content-length']]).toEqual([206, `bytes 5-104/${DOCUMENTS[0]!.content.length}`, '100']);
      expect(Buffer.from(await some.body.arrayBuffer())).toEqual(DOCUMENTS[0]!.content.subarray(5, 105));
      const head = await request(`${world.url}/api/bids/${bidId}/documents/body`, { method: 'HEAD', headers: { authorization: `Bearer ${client.token!}` } });
      expect([head.statusCode, head.headers['content-length'], await head.body.text()]).toEqual([200, String(DOCUMENTS[0]!.content.length), '']);
      const beyond = await fetched(client, bidId, 'annex-1', { range: 'bytes=8-' });
      expect([beyond.statusCode, beyond.headers['content-range'], await beyond.body.text()]).toEqual([416, 'bytes */8', '']);
    });

    it('is not there for anybody else', async () => {
      const drawnToo = [...world.office.experts.values()].find((expert) => !at.members.some((member) => member.client === expert.client))!;
      const status = async (who: { token?: string }, name = 'body') => {
        const answer = await fetched(who, bidId, name);
        await answer.body.dump();
        return answer.statusCode;
      };
      expect(await status(world.office.bureau)).toBe(200); // negative control
      expect(await status(at.members[0]!.client, 'price-sheet')).toBe(404);
      expect(await status(at.members[0]!.client, 'annex-9')).toBe(404);
      expect(await status(drawnToo.client)).toBe(404);
      expect(await status(bidders[1]!.client)).toBe(403);
      expect(await status(world.office.officer)).toBe(404); // the tenderer's side reads bids when the report is there
      expect(await status({})).toBe(401);
    });

    it('carries cited pages into the signed report, and refuses a place that is not there', async () => {
      const mark = (seat: number, reason: string) =>
        at.members[seat]!.act('review.mark', { evaluationId: at.evaluationId, marks: marks(at).map((one, i) => (i === 0 ? { ...one, pass: false, reason } : one)) });
      for (const [cited, named] of [
        ['〔投标 9，正文〕', '〔投标 9，正文〕'],
        ['见〔投标 1，正文，第 2 页〕、〔投标 2，附件 7，第 1 页〕', '〔投标 2，附件 7，第 1 页〕'],
      ] as const) {
        const problem = await refusal(mark(0, cited));
        expect([problem.code, problem.violations[0]!.detail]).toEqual(['evaluation.citation-unknown', expect.stringContaining(named)]);
      }
      for (const seat of [0, 1, 2, 3, 4]) await mark(seat, seat ? '证书已过期〔投标 2，附件 1〕' : '工期不符〔投标 3，正文，第 14 页〕〔投标 1，附件 3〕〔投标 3，正文，第 14 页〕');
      for (const seat of [0, 1, 2, 3, 4]) await at.members[seat]!.act('evaluation.judge-competition', { evaluationId: at.evaluationId, continue: true, reason: '仍有竞争〔投标 1，正文，第 3 页〕' });
      for (const seat of [0, 1, 2, 3, 4]) await at.members[seat]!.act('score.hand-in', { evaluationId: at.evaluationId });
      const view = await roomView(at.members[0]!, tender.tenderId);
      const report = JSON.parse(view.report!) as { bids: unknown; citations: { bid: number; part: string; page?: number; sha256: string }[] };
      expect(report.bids).toEqual(view.documents);
      expect(report.citations.map(({ bid, part, page, sha256 }) => [bid, part, page, sha256])).toEqual([
        [1, 'body', 3, sha256Hex(DOCUMENTS[0]!.content)],
        [1, 'annex-3', undefined, sha256Hex(DOCUMENTS[3]!.content)],
        [2, 'annex-1', undefined, sha256Hex(DOCUMENTS[1]!.content)],
        [3, 'body', 14, sha256Hex(DOCUMENTS[0]!.content)],
      ]);
    });
  });
});

it('opened by trustees, it is whole too, and nobody reads it before he has pledged', async () => {
  const { items } = await world.office.officer.get<{ items: { accountId: string; certificate: string }[] }>('/api/trustees');
  const tender = await publishedTender(world, { trustees: { threshold: 2, people: items.map(({ accountId }) => accountId) } });
  const bidders = await submitted({ ...tender, escrowTerms: { threshold: 2, trustees: items.map(({ certificate }) => certificate) } } as Published);
  for (const trustee of world.office.trustees.slice(0, 2)) await trustee.release(tender.tenderId);
  await until(async () => (await world.office.officer.get<{ progress: { decrypted: number } }>(`/api/tenders/${tender.tenderId}/opening`)).progress.decrypted === 3);
  await conclude(tender);
  const { bids } = await recordOf(tender);
  for (const bidder of bidders) expectWhole(bids.find((one) => one.bidder === bidder.firm.name)!.parts, bidder.kept.get(tender.tenderId)!);
  const { members, evaluationId } = await seated(world, { tender, bidders });
  await members[0]!.act('expert.check-in', { evaluationId });
  const before = await roomView(members[0]!, tender.tenderId);
  expect([before.bids?.length, before.documents]).toEqual([3, undefined]); // whom he may be tied to he has to know; what they wrote not yet
  const bidId = before.bids![0]!.bidId;
  const early = await fetched(members[0]!.client, bidId, 'body');
  await early.body.dump();
  await members[0]!.act('expert.pledge', { evaluationId });
  const late = await fetched(members[0]!.client, bidId, 'body');
  await late.body.dump();
  expect([early.statusCode, late.statusCode]).toEqual([404, 200]);
});
