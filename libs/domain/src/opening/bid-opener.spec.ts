import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { createAuthority, createKeyPair, issueCertificate, sealBid } from '@envelope';
import { BidOpener } from './bid-opener';

const NOW = new Date(Date.UTC(2026, 0, 1));

function sealed() {
  const { privateKeyPem, publicKeyPem } = createKeyPair('p-256');
  const certificatePem = issueCertificate(createAuthority({ commonName: 'CA', now: NOW }), {
    publicKeyPem,
    commonName: '砚池建安（演示）',
    serialNumber: '91990100MATP30033D',
    notBefore: NOW,
    notAfter: new Date(Date.UTC(2030, 0, 1)),
    usage: 'signing',
  });
  const part = (name: string) => ({ name, fileName: `${name}.txt`, mediaType: 'text/plain', content: Buffer.from(name) });
  return sealBid({
    tender: '0198c8a0-0000-7000-8000-000000000001',
    lot: 'L1',
    bidder: '91990100MATP30033D',
    version: 1,
    createdAt: NOW,
    parts: [part('price-sheet'), part('body')],
    privateKeyPem,
    certificatePem,
  });
}

/** Negative control: with `source.pipe(opened)` alone nobody heard it, and the process ended. */
test('a body that fails before anybody reads it fails whoever reads it, and nothing else', async () => {
  const { blob, manifest, keys } = sealed();
  const kept = Buffer.from(blob);
  kept[kept.length - 1]! ^= 1;
  const storage = { read: (_: string, range?: { start: number; end: number }) => Readable.from([range ? kept.subarray(range.start, range.end + 1) : kept]) };
  const opener = new BidOpener(storage as never, {} as never, {} as never, {} as never);
  const late = async (_: unknown, content: Readable) => {
    while (!content.errored) await turn(); // room is claimed meanwhile
    for await (const _chunk of content);
    throw new Error('it was read to its end');
  };
  await expect(opener.documents(late as never, { id: '1', manifest, cipherSha256: 'x' } as never, keys as never)).rejects.toThrow('envelope.body-damaged');
});
