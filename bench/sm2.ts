import { spawnSync } from 'node:child_process';
import { sm2 } from 'sm-crypto-v2';
import { createKeyPair, encryptBytes, issueCertificate, createAuthority, readCertificate, readPem, signDetached, verifyDetached } from '@envelope';
import { createPublicKey } from 'node:crypto';
import { verifySm2 } from '../libs/envelope/src/sm2.node';
import { sm2Sign } from '../libs/envelope/src/sm';
import { pointOf, readSm2Pkcs8 } from '../libs/envelope/src/sm2-curve';
import { interleaved, median, report } from './measure';

const RUNS = 5;
const SECONDS = 1;

/** How often in a second of CPU time, which is what `openssl speed` counts too: a busy machine slows both alike. */
function perSecond(work: () => unknown): number {
  const began = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6;
  };
  let done = 0;
  for (; spent() < SECONDS; done += 1) work();
  return done / spent();
}

/** The last column of `openssl speed`: verifications a second. */
function openssl(): number {
  const { stdout } = spawnSync('openssl', ['speed', '-seconds', String(SECONDS), 'sm2'], { encoding: 'utf8' });
  return Number(stdout.trim().split(/\s+/).at(-1));
}

/** MB a second of a cipher or hash with blocks of 16 KiB. */
function opensslBytes(args: readonly string[]): number {
  const { stdout } = spawnSync('openssl', ['speed', '-seconds', String(SECONDS), '-bytes', '16384', ...args], { encoding: 'utf8' });
  return Number.parseFloat(stdout.trim().split(/\s+/).at(-1)!) / 1000;
}

/** SM2 verification and SM4/SM3 bodies against OpenSSL and against the library that everybody uses. */
export async function sm2Bench(): Promise<void> {
  const pair = createKeyPair('sm2');
  const spki = readPem(pair.publicKeyPem)[0]!.bytes;
  const point = pointOf(spki);
  const key = createPublicKey(pair.publicKeyPem);
  const d = readSm2Pkcs8(readPem(pair.privateKeyPem)[0]!.bytes)!.d;
  const message = Buffer.alloc(200, 7);
  const signature = sm2Sign(d, message);
  const [pointHex, signatureHex] = [Buffer.from(point).toString('hex'), Buffer.from(signature).toString('hex')];
  const ours = async () => perSecond(() => verifySm2(key, spki, message, signature));
  const { a, b } = await interleaved(RUNS, ours, async () => openssl());
  report({ name: 'SM2 verification', unit: 'a second', ours: a, limit: b, limitName: 'OpenSSL', aim: { atLeast: 0.5 } });
  const library = perSecond(() => sm2.doVerifySignature(message, signatureHex, pointHex, { hash: true, der: true }));
  console.log(`  sm-crypto-v2 ${library.toFixed(0)} a second: ours is ${(median(a) / library).toFixed(1)} times as fast`);

  const authority = createAuthority({ commonName: 'SM2', now: new Date(0), kind: 'sm2' });
  const certificatePem = issueCertificate(authority, { commonName: 'x', publicKeyPem: pair.publicKeyPem, notBefore: new Date(0), notAfter: new Date(4e12), usage: 'signing' });
  const cms = signDetached(message, { certificatePem, privateKeyPem: pair.privateKeyPem, signingTime: new Date(1e12) });
  readCertificate(certificatePem);
  console.log(`  whole CMS signatures by SM2: ${perSecond(() => verifyDetached(cms, message)).toFixed(0)} a second`);

  const body = Buffer.alloc(32 * 2 ** 20, 1);
  const fileKey = Buffer.alloc(32, 2);
  const megabytes = () => (perSecond(() => encryptBytes(fileKey, 'aad', body, 'sm')) * body.length) / 1e6;
  const [sm4, sm3] = [opensslBytes(['-evp', 'sm4-ctr']), opensslBytes(['-evp', 'sm3'])];
  const both = 1 / (1 / sm4 + 1 / sm3); // one pass of each
  report({ name: 'sealing a body with SM4 and SM3', unit: 'MB/s', ours: [megabytes()], limit: [both], limitName: 'OpenSSL sm4-ctr then sm3', aim: { atLeast: 0.5 } });
}
