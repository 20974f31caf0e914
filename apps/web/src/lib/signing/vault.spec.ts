import { createAuthority, createKeyPair, issueCertificate, verifyDetached } from '@envelope';
import { signerFromPkcs8 } from '@envelope-web';
import { createPrivateKey } from 'node:crypto';
import { signText } from './vault';

const FROM = new Date(Date.UTC(2026, 0, 1));
const HOUR_MS = 3_600_000;

async function signer() {
  const { privateKeyPem, publicKeyPem } = createKeyPair('p-256');
  const authority = createAuthority({ commonName: 'CA', now: FROM });
  const certificatePem = issueCertificate(authority, {
    publicKeyPem,
    commonName: '砚池建安（演示）',
    serialNumber: '91990100MATP30033D',
    notBefore: FROM,
    notAfter: new Date(Date.UTC(2030, 0, 1)),
    usage: 'signing',
  });
  return signerFromPkcs8(createPrivateKey(privateKeyPem).export({ type: 'pkcs8', format: 'der' }), certificatePem);
}
const timeOf = (signature: string, text: string): number => verifyDetached(Buffer.from(signature, 'base64'), Buffer.from(text)).signingTime.getTime();

describe('the signature under a text', () => {
  let serverAt: number | undefined;
  beforeEach(() => {
    serverAt = Date.UTC(2026, 5, 1, 8);
    jest.spyOn(globalThis, 'fetch').mockImplementation(async () => {
      if (serverAt === undefined) throw new TypeError('Failed to fetch');
      return new Response(JSON.stringify({ now: new Date(serverAt).toISOString() }));
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('is the same when it is asked for again soon, by the same key alone', async () => {
    const [one, other] = [await signer(), await signer()];
    const first = await signText('甲', one);
    serverAt! += 60_000;
    expect(await signText('甲', one)).toBe(first);
    expect([await signText('甲', other), await signText('乙', one)]).not.toContain(first);
  });

  /** Negative control: by the page's own clock, which stands while a device sleeps, it was the same one again, and the platform refused it as often as it was pressed. */
  it('is another once the platform’s time has gone on, whatever the page’s clock says', async () => {
    const one = await signer();
    const first = await signText('甲', one);
    serverAt! += 2 * HOUR_MS;
    const second = await signText('甲', one);
    expect(timeOf(second, '甲') - timeOf(first, '甲')).toBeGreaterThan(HOUR_MS);
  });

  /** Negative control: as above. */
  it('is another once the time could be asked that could not be asked before', async () => {
    const one = await signer();
    await signText('甲', one);
    const right = serverAt! + 5 * HOUR_MS;
    serverAt = undefined; // the offset of before goes on: for the platform it is five hours later
    const wrong = await signText('乙', one);
    serverAt = right;
    expect(Math.abs(timeOf(wrong, '乙') - right)).toBeGreaterThan(HOUR_MS);
    expect(Math.abs(timeOf(await signText('乙', one), '乙') - right)).toBeLessThan(60_000);
  });
});
