import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { bid, files } from './bid.fixtures';
import { codesOf, crossCheck, holder, inFolder, LATER, mutate, mutation, root, run, runs, SEED } from './envelope.fixtures';
import {
  assertEscrow,
  choices,
  combine,
  createKeyPair,
  type Escrow,
  type EscrowTerms,
  holderFromPkcs8,
  issueCertificate,
  openShare,
  tryShare,
  parseEscrow,
  parseManifest,
  readPem,
  restoreKeys,
  sealBidFor,
  sealFor,
  openEnvelope,
  SECRETS,
  secretSize,
  type Share,
  split,
} from './index';
import { randomBytes } from './crypto.node';

const KINDS = ['rsa-2048', 'p-256', 'rsa-3072'] as const;
const trusteeKeys = KINDS.map((kind) => createKeyPair(kind));
const trusteeOf = (i: number) => {
  const pair = trusteeKeys[i % 3]!;
  const names = { ...holder, commonName: `保管人${i + 1}`, usage: 'encipherment' } as const;
  return { pem: issueCertificate(root, { ...names, publicKeyPem: pair.publicKeyPem, notAfter: LATER }), pkcs8: readPem(pair.privateKeyPem)[0]!.bytes };
};
const trustees = Array.from({ length: 5 }, (_, i) => trusteeOf(i));
const termsOf = (threshold: number, n: number): EscrowTerms => ({ threshold, trustees: trustees.slice(0, n).map(({ pem }) => pem) });

async function sharesOf(escrow: Escrow, secret: (typeof SECRETS)[number]): Promise<Share[]> {
  return Promise.all(escrow.trustees.map(async (_, i) => openShare(toOpen(escrow, secret, i + 1), await holderFromPkcs8(trustees[i]!.pkcs8, trustees[i]!.pem))));
}

const toOpen = (escrow: Escrow, secret: (typeof SECRETS)[number], index: number) => ({
  address: escrow,
  secret,
  index,
  enclosed: escrow.trustees[index - 1]!.shares[secret],
  size: secretSize({ parts: files }, secret),
});

const refusalOf = (work: Promise<unknown>) => work.then(() => 'accepted', codesOf);

describe('secret sharing', () => {
  it('restores from any k and from nothing less', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 4 }), (secret, k, more) => {
        const shares = split(secret, k, k + more, randomBytes);
        for (const chosen of choices(shares, k)) expect(combine(chosen)).toEqual(secret);
        expect(combine([...shares].reverse())).toEqual(secret);
      }),
      runs(200),
    );
  });

  it('k - 1 shares agree with every secret there is', () => {
    // one byte, 2 of 3: for the share that one trustee holds, each of the 256 secrets has exactly one polynomial through it
    const [known] = split(Uint8Array.of(0x5a), 2, 3, randomBytes);
    const restored = new Set<number>();
    for (let other = 0; other < 256; other += 1) restored.add(combine([known!, { index: 2, bytes: Uint8Array.of(other) }])[0]!);
    expect(restored.size).toBe(256);
  });

  it('refuses what cannot be split or combined', () => {
    const share = { index: 1, bytes: Uint8Array.of(1) };
    const cases: [() => unknown][] = [[() => split(Uint8Array.of(1), 3, 2, randomBytes)], [() => split(new Uint8Array(0), 1, 1, randomBytes)], [() => split(Uint8Array.of(1), 0, 2, randomBytes)]];
    for (const [act] of cases) expect(act).toThrow(RangeError);
    for (const wrong of [[], [share, share], [{ ...share, index: 0 }], [share, { index: 2, bytes: Uint8Array.of(1, 2) }]]) expect(() => combine(wrong)).toThrow(RangeError);
  });
});

describe('key envelopes', () => {
  it.each(KINDS)('%s: opens for its holder alone', async (kind) => {
    const own = trustees[KINDS.indexOf(kind)]!;
    const other = trustees[(KINDS.indexOf(kind) + 1) % 3]!;
    const secret = randomBytes(70);
    const envelope = await sealFor(own.pem, secret);
    expect(Buffer.from(await openEnvelope(envelope, await holderFromPkcs8(own.pkcs8, own.pem)))).toEqual(Buffer.from(secret));
    expect(await refusalOf(openEnvelope(envelope, await holderFromPkcs8(other.pkcs8, other.pem)))).toBe('key-envelope-foreign');
  });

  it('what is no envelope, and one whose content was touched, are told apart', async () => {
    const own = trustees[1]!;
    const key = await holderFromPkcs8(own.pkcs8, own.pem);
    const envelope = await sealFor(own.pem, randomBytes(60));
    expect(await refusalOf(openEnvelope(envelope.subarray(0, -1), key))).toBe('key-envelope-malformed');
    const touched = Uint8Array.from(envelope);
    touched[touched.length - 1]! ^= 1; // of the authentication tag
    expect(await refusalOf(openEnvelope(touched, key))).toBe('key-envelope-damaged');
  });

  it(`a changed envelope opens to nothing (seed ${SEED})`, async () => {
    const own = trustees[1]!;
    const key = await holderFromPkcs8(own.pkcs8, own.pem);
    const envelope = await sealFor(own.pem, randomBytes(60));
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const altered = mutate(envelope, change);
        fc.pre(!Buffer.from(altered).equals(Buffer.from(envelope)));
        expect(await refusalOf(openEnvelope(altered, key))).toMatch(/^key-envelope-(malformed|foreign|damaged)$/);
      }),
      runs(500),
    );
  });

  for (const kind of ['rsa-2048', 'p-256'] as const) {
    crossCheck('openssl', `${kind}: openssl cms -decrypt reads it`, async () => {
      const own = trustees[KINDS.indexOf(kind)]!;
      const secret = randomBytes(65);
      const envelope = await sealFor(own.pem, secret);
      inFolder({ 'e.der': envelope, 'c.pem': own.pem, 'k.pem': trusteeKeys[KINDS.indexOf(kind)]!.privateKeyPem }, (folder) => {
        run(folder, 'openssl', 'cms', '-decrypt', '-binary', '-inform', 'DER', '-in', 'e.der', '-recip', 'c.pem', '-inkey', 'k.pem', '-out', 'plain');
        expect(readFileSync(join(folder, 'plain'))).toEqual(Buffer.from(secret));
      });
    });
  }
});

describe('escrow', () => {
  const sealFor3of5 = () => sealBidFor({ ...bid, parts: files, escrowTerms: termsOf(3, 5) });

  it('below k no subset of the trustees opens, from k on every one does', async () => {
    for (const [k, n] of [
      [1, 1],
      [2, 3],
      [3, 4],
      [3, 5],
    ] as const) {
      const made = await sealBidFor({ ...bid, parts: files, escrowTerms: termsOf(k, n) });
      const manifest = parseManifest(made.manifest);
      const escrow = assertEscrow(made.escrow!, manifest, termsOf(k, n));
      for (const secret of SECRETS) {
        const shares = await sharesOf(escrow, secret);
        for (let subset = 0; subset < 2 ** n; subset += 1) {
          const chosen = shares.filter((_, i) => subset & (1 << i));
          const restored = restoreKeys(manifest, escrow, secret, chosen);
          if (chosen.length < k) expect(restored).toBeUndefined();
          else for (const [name, key] of Object.entries(restored!)) expect(key).toBe(made.keys[name]);
        }
      }
    }
  });

  it('the price sheet opens without the documents', async () => {
    const made = await sealFor3of5();
    const escrow = parseEscrow(made.escrow!);
    const keys = restoreKeys(parseManifest(made.manifest), escrow, 'price-sheet', await sharesOf(escrow, 'price-sheet'));
    expect(Object.keys(keys!)).toEqual(['price-sheet']);
  });

  it('is for this bid and these trustees only', async () => {
    const made = await sealFor3of5();
    const manifest = parseManifest(made.manifest);
    const refusedWith = (document: string, terms = termsOf(3, 5), of = manifest) => refusalOf(Promise.resolve().then(() => assertEscrow(document, of, terms)));
    expect(await refusedWith(made.escrow!)).toBe('accepted');
    expect(await refusedWith(made.escrow!, termsOf(2, 5))).toBe('escrow-mismatch');
    expect(await refusedWith(made.escrow!, termsOf(3, 4))).toBe('escrow-mismatch');
    expect(await refusedWith(made.escrow!, { threshold: 3, trustees: [...termsOf(3, 5).trustees].reverse() })).toBe('escrow-mismatch');
    const rival = await sealBidFor({ ...bid, parts: files, escrowTerms: termsOf(3, 5) });
    expect(await refusedWith(rival.escrow!)).toBe('escrow-mismatch');
    expect(await refusedWith('{}')).toBe('escrow-malformed');
    expect(await refusedWith(`${made.escrow!} `)).toBe('escrow-malformed');
  });

  it('names the trustee whose share is not the enclosed one, and refuses a share of another bid', async () => {
    const [made, other] = [await sealFor3of5(), await sealFor3of5()];
    const [escrow, foreign] = [parseEscrow(made.escrow!), parseEscrow(other.escrow!)];
    const key = await holderFromPkcs8(trustees[0]!.pkcs8, trustees[0]!.pem);
    const swapped = { ...escrow, trustees: [foreign.trustees[0]!, ...escrow.trustees.slice(1)] };
    expect(await refusalOf(openShare(toOpen(swapped, 'price-sheet', 1), key))).toBe('accepted'); // the same address: the swap itself is caught by the manifest’s hash
    expect(await refusalOf(openShare(toOpen({ ...escrow, version: 2 }, 'price-sheet', 1), key))).toBe('share-wrong');
    expect(await refusalOf(openShare(toOpen(escrow, 'price-sheet', 2), key))).toBe('key-envelope-foreign');
  });

  it('shares that can be none are left out, whatever was committed to', async () => {
    const made = await sealFor3of5();
    const [manifest, escrow] = [parseManifest(made.manifest), parseEscrow(made.escrow!)];
    const shares = await sharesOf(escrow, 'documents');
    const odd = [0, 31, 7000].map((size, i): Share => ({ index: i + 1, bytes: new Uint8Array(size) }));
    expect(() => combine([odd[1]!, ...shares.slice(3)])).toThrow(RangeError); // negative control
    expect(restoreKeys(manifest, escrow, 'documents', [...odd, ...shares.slice(3)])).toBeUndefined();
    expect(restoreKeys(manifest, escrow, 'documents', [odd[0]!, ...shares.slice(1)])).toBeDefined();
  });

  it('an envelope is spoilt, shut, or none of the trustee’s business', async () => {
    const escrow = parseEscrow((await sealFor3of5()).escrow!);
    const key = await holderFromPkcs8(trustees[0]!.pkcs8, trustees[0]!.pem);
    const one = toOpen(escrow, 'documents', 1);
    expect(await tryShare(one, key)).toMatchObject({ index: 1 });
    expect(await tryShare({ ...one, size: one.size + 32 }, key)).toBe('spoilt');
    expect(await tryShare({ ...one, enclosed: { ...one.enclosed, commitment: '0'.repeat(64) } }, key)).toBe('spoilt');
    const bytes = Buffer.from(one.enclosed.envelope, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    expect(await tryShare({ ...one, enclosed: { ...one.enclosed, envelope: bytes.toString('base64') } }, key)).toBe('shut');
    await expect(tryShare(toOpen(escrow, 'documents', 2), key)).rejects.toMatchObject({ refusals: [{ code: 'envelope.key-envelope-foreign' }] });
  });

  it('one false share among enough right ones does not keep the bid shut', async () => {
    const made = await sealFor3of5();
    const [manifest, escrow] = [parseManifest(made.manifest), parseEscrow(made.escrow!)];
    const shares = await sharesOf(escrow, 'documents');
    const spoilt = [{ index: 1, bytes: shares[0]!.bytes.map((byte) => byte ^ 1) }, ...shares.slice(1)];
    expect(restoreKeys(manifest, escrow, 'documents', spoilt)).toBeDefined();
    expect(restoreKeys(manifest, escrow, 'documents', spoilt.slice(0, 3))).toBeUndefined();
  });

  crossCheck('python', 'the reader in docs/formats/escrow.md combines the shares', () => {
    const document = readFileSync(join(__dirname, '../../../docs/formats/escrow.md'), 'utf8');
    const reader = /```python\n([\s\S]+?)```/.exec(document)![1]!;
    const secret = randomBytes(64);
    const shares = split(secret, 3, 5, randomBytes);
    const args = [shares[4]!, shares[1]!, shares[2]!].map(({ index, bytes }) => `${index}:${Buffer.from(bytes).toString('hex')}`);
    inFolder({ 'combine.py': reader }, (folder) => expect(run(folder, 'python3', 'combine.py', ...args).trim()).toBe(Buffer.from(secret).toString('hex')));
  });
});
