import { createAuthority, createKeyPair, issueCertificate, readPem } from '@envelope';
import { parseEscrow, writeEscrow } from '@envelope-web';
import { type Opener, openerOf } from '../../lib/signing/opener';
import { type Escrow, owed, release } from './release';

const from = new Date(Date.UTC(2026, 0, 1));
const authority = createAuthority({ commonName: 'CA', now: from });
const TENDER = '0190a0a0-0000-7000-8000-000000000001';
const address = { tender: TENDER, lot: 'l', bidder: 'b', version: 1 };
const lot = { id: TENDER, code: 'l' };
const keys = { 'price-sheet': '11'.repeat(32), body: '22'.repeat(32) };

const pair = () => {
  const { privateKeyPem, publicKeyPem } = createKeyPair('p-256');
  const notAfter = new Date(Date.UTC(2030, 0, 1));
  return { privateKeyPem, certificatePem: issueCertificate(authority, { publicKeyPem, commonName: '保管人', serialNumber: '1', notBefore: from, notAfter, usage: 'encipherment' }) };
};
const fileOf = ({ privateKeyPem, certificatePem }: ReturnType<typeof pair>) => ({ pkcs8: readPem(privateKeyPem)[0]!.bytes, certificatePem, chainPem: [] });

interface Sent {
  shares: { bidId: string; secret: string; share: string | null }[];
}
let sent: Sent[];
let opener: Opener;
let enclosed: Escrow['bids'][number];

beforeAll(async () => {
  const own = pair();
  opener = await openerOf(fileOf(own));
  const { trustees } = parseEscrow(await writeEscrow(address, { threshold: 1, trustees: [own.certificatePem] }, keys));
  const [{ shares }] = trustees as [(typeof trustees)[0]];
  enclosed = { bidId: '', receiptCode: '', address, shares: { 'price-sheet': { ...shares['price-sheet'], size: 32 }, documents: { ...shares.documents, size: 32 } }, released: [] };
});
beforeEach(() => {
  sent = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((_, init) => {
    sent.push(JSON.parse(init!.body as string) as Sent);
    return Promise.resolve(new Response('{"taken":1}', { headers: { 'content-type': 'application/json' } }));
  });
});
afterEach(() => jest.restoreAllMocks());

const escrowOf = (bids: Escrow['bids']): Escrow => ({ index: 1, threshold: 1, trustees: [], windowEndsAt: '', bids });
const bidsOf = (n: number, change: Partial<Escrow['bids'][number]> = {}) => Array.from({ length: n }, (_, i) => ({ ...enclosed, bidId: String(i), receiptCode: `R${i}`, ...change }));

test('a share of each bid goes out, at most a thousand in a request', async () => {
  const told: number[] = [];
  expect(await release(lot, escrowOf(bidsOf(1001)), 'price-sheet', opener, (done) => told.push(done))).toEqual({ sent: 1001, spoilt: [] });
  expect(sent.map(({ shares }) => shares.length)).toEqual([1000, 1]);
  expect(sent[0]!.shares[7]).toEqual({ bidId: '7', secret: 'price-sheet', share: keys['price-sheet'] });
  expect(told.at(-1)).toBe(1001);
});

test('what is released already is not sent again', async () => {
  const escrow = escrowOf([...bidsOf(2, { released: ['price-sheet'] }), ...bidsOf(1)]);
  expect(owed(escrow, 'price-sheet')).toHaveLength(1);
  await release(lot, escrow, 'documents', opener, () => undefined);
  expect(sent[0]!.shares.map(({ share }) => share)).toEqual([keys.body, keys.body, keys.body]);
});

test('an envelope that holds something else is named and keeps nobody waiting', async () => {
  const [spoilt] = bidsOf(1, { address: { ...address, version: 2 }, receiptCode: 'R-spoilt' });
  expect(await release(lot, escrowOf([spoilt!, ...bidsOf(2)]), 'price-sheet', opener, () => undefined)).toEqual({ sent: 2, spoilt: ['R-spoilt'] });
  expect(sent[0]!.shares.map(({ share }) => share === null)).toEqual([true, false, false]); // the platform is told
});

test('of an envelope that stays shut the platform is told only when others open: else the fault may be the key’s', async () => {
  const broken = { 'price-sheet': { ...enclosed.shares['price-sheet'], envelope: enclosed.shares['price-sheet'].envelope.replace(/.{8}$/, 'AAAAAAAA') }, documents: enclosed.shares.documents };
  const shut = bidsOf(1, { shares: broken, receiptCode: 'R-shut' });
  expect(await release(lot, escrowOf(shut), 'price-sheet', opener, () => undefined)).toEqual({ sent: 0, spoilt: ['R-shut'] });
  expect(sent).toEqual([]);
  expect(await release(lot, escrowOf([...shut, ...bidsOf(1)]), 'price-sheet', opener, () => undefined)).toEqual({ sent: 1, spoilt: ['R-shut'] });
  expect(sent.flatMap(({ shares }) => shares.map(({ share }) => share === null))).toEqual([false, true]);
});

test('a failure of the connection is told, not taken for a spoilt envelope', async () => {
  jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('network'));
  await expect(release(lot, escrowOf(bidsOf(1)), 'price-sheet', opener, () => undefined)).rejects.toThrow('network');
});

test('a key that is not its certificate’s is refused before any envelope is asked for', async () => {
  const [one, other] = [pair(), pair()];
  await expect(openerOf(fileOf({ ...one, privateKeyPem: other.privateKeyPem }))).rejects.toMatchObject({ fault: 'not-its-key' });
});

test('an envelope of another lot opens nothing: neither it nor any other', async () => {
  for (const change of [{ tender: TENDER.replace('1', '2') }, { lot: 'm' }]) {
    const escrow = escrowOf([...bidsOf(2), ...bidsOf(1, { address: { ...address, ...change } })]);
    await expect(release(lot, escrow, 'price-sheet', opener, () => undefined)).rejects.toThrow('envelope.share-foreign');
  }
  expect(sent).toEqual([]);
});
