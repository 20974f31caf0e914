import { BusinessError } from '@kernel';
import { bid, expected, signer } from './bid.fixtures';
import { NOW, root, signerOf } from './envelope.fixtures';
import { createKeyPair, decryptBytes, encryptBytes, openPartBytes, parseManifest, readPem, sealBid, signDetached, verifyDetached, verifySealedBid } from './index';
import { assertKeys, generateKey, openBlob, sealBidWeb, sealBlob, signDetachedWeb, signerFromPkcs8, type WebSigner } from './web';

const webSigner = ({ certificatePem, privateKeyPem }: { certificatePem: string; privateKeyPem: string }): Promise<WebSigner> => signerFromPkcs8(readPem(privateKeyPem)[0]!.bytes, certificatePem);

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof BusinessError ? error.refusals[0]!.code : String(error)),
  );

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
async function* sealedOf(blob: Blob, key: Uint8Array, aad: string) {
  for await (const { sealed } of sealBlob(blob, key, aad)) yield sealed;
}

const key = new Uint8Array(32).fill(7);
const MIB = 1024 * 1024;

describe('bodies', () => {
  it.each([0, 1, MIB - 57, MIB - 56, MIB - 55, MIB, 2 * MIB - 72, 2 * MIB - 71, 3 * MIB + 5])('of %i bytes open on either side', async (size) => {
    const clear = Buffer.alloc(size, 'x');
    const web = await gather(sealedOf(new Blob([clear]), key, 'aad'));
    expect(Buffer.from(decryptBytes(key, 'aad', web)).equals(clear)).toBe(true);
    const node = encryptBytes(key, 'aad', clear);
    expect(web.length).toBe(node.length);
    expect(Buffer.from(await gather(openBlob(new Blob([Buffer.from(node)]), key, 'aad'))).equals(clear)).toBe(true);
  });

  it('refuses a changed byte, a cut end and another address', async () => {
    const sealed = Buffer.from(encryptBytes(key, 'aad', Buffer.alloc(2 * MIB)));
    const changed = Buffer.from(sealed);
    changed[changed.length - 20]! ^= 1;
    const open = (bytes: Buffer, aad = 'aad') => codeOf(gather(openBlob(new Blob([new Uint8Array(bytes)]), key, aad)));
    expect(await open(changed)).toBe('envelope.body-damaged');
    expect(await open(sealed.subarray(0, MIB))).toBe('envelope.body-damaged');
    expect(await open(sealed, 'other')).toBe('envelope.body-damaged');
    expect(await open(Buffer.from('plain text'))).toBe('envelope.body-unsealed');
  });
});

describe('signatures', () => {
  it.each(['p-256', 'rsa-2048'] as const)('of %s verify on the other side', async (kind) => {
    const own = signerOf(kind);
    const content = Buffer.from('content');
    const cms = await signDetachedWeb(content, await webSigner(own), NOW);
    expect(verifyDetached(cms, content).certificate.pem).toBe(own.certificatePem);
    // the same form: what is signed and how it is laid out differ in nothing but the signature itself
    if (kind === 'rsa-2048') expect(Buffer.from(cms)).toEqual(Buffer.from(signDetached(content, { ...own, signingTime: NOW })));
  });

  it('a key that is not the certificate’s is refused, of the same kind or another', async () => {
    const [one, other, rsa] = [signerOf('p-256'), createKeyPair('p-256'), signerOf('rsa-2048')];
    expect(await codeOf(webSigner({ certificatePem: one.certificatePem, privateKeyPem: other.privateKeyPem }))).toBe('envelope.key-not-of-certificate');
    expect(await codeOf(webSigner({ certificatePem: one.certificatePem, privateKeyPem: rsa.privateKeyPem }))).toBe('envelope.key-not-of-certificate');
    expect(await codeOf(webSigner(one))).toBe('nothing was refused');
  });

  it('a new key can be taken out once, to be certified and kept', async () => {
    const { pkcs8, spki } = await generateKey('p-256');
    expect([pkcs8[0], spki[0]]).toEqual([0x30, 0x30]);
  });
});

describe('a bid sealed in a browser', () => {
  const address = { tender: bid.tender, lot: bid.lot, bidder: bid.bidder, version: 1, createdAt: NOW };
  const parts = bid.parts.map(({ content, ...part }) => ({ ...part, content: new Blob([Buffer.from(content)]) }));
  const seal = async () => {
    const pieces: Uint8Array[] = [];
    const told: number[] = [];
    const sealed = await sealBidWeb(
      { ...address, parts },
      async (piece) => void pieces.push(piece),
      ({ done }) => told.push(done),
    );
    return { ...sealed, blob: Buffer.concat(pieces), told };
  };

  it('is verified and opened by the platform’s half', async () => {
    const { manifest, keys, blob, told } = await seal();
    const signature = await signDetachedWeb(Buffer.from(manifest), await webSigner(signer), NOW);
    const verified = verifySealedBid({ manifest, signature, roots: [root.certificatePem], at: NOW, expect: expected });
    for (const part of bid.parts) expect(Buffer.from(openPartBytes(verified.manifest, part.name, keys[part.name]!, blob))).toEqual(Buffer.from(part.content));
    expect(told.length).toBeGreaterThanOrEqual(bid.parts.length);
  });

  it('rehearses the opening: the right keys pass, another’s do not, on bids of either half', async () => {
    const web = await seal();
    const node = sealBid(bid);
    expect(() => assertKeys(parseManifest(web.manifest), web.keys)).not.toThrow();
    expect(() => assertKeys(parseManifest(node.manifest), node.keys)).not.toThrow();
    expect(() => assertKeys(parseManifest(web.manifest), node.keys)).toThrow(BusinessError);
    expect(() => assertKeys(parseManifest(web.manifest), {})).toThrow(BusinessError);
  });
});
