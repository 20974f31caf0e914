import { readFileSync, writeFileSync } from 'node:fs';
import { holderFromPkcs8, readPem, sha256Hex, verifyStatement } from '@envelope';
import { Client, Refused } from '../play/client';
import { signIn, signInWithKey, Trustee } from '../play/people';
import { asTerms, identityOf, inDir, type KeyOptions, readIf } from './folder';
import { tell } from './tell';
import { sendSealed } from './transfer';
import { tellTrustees } from './trustees';

export interface RemoteOptions extends KeyOptions {
  url: string;
  login: string;
  dir: string;
}

interface Published {
  id: string;
  code: string;
  title: string;
  deadline: string;
  trustees: { threshold: number; people: { certificate: string }[] } | null;
}

/** The terms of a tender, for sealing without a network. Public: nobody has to sign in for it. */
export async function fetchTerms({ url, tender, out, next }: { url: string; tender: string; out: string; next: string }): Promise<void> {
  const { id, code, title, deadline, trustees } = await new Client(url).get<Published>(`/api/tenders/${encodeURIComponent(tender)}`);
  if (tender !== id && tender !== code) throw new Error(`平台回答的是另一个标段 / the platform answered with another lot: ${code}, ${id}`);
  const named = trustees && { threshold: trustees.threshold, trustees: trustees.people.map(({ certificate }) => certificate) };
  const terms = asTerms({ format: 'tianping/tender-terms/1', tender: id, lot: code, title, deadline, version: Number(next), trustees: named }, url);
  writeFileSync(out, `${JSON.stringify(terms, null, 2)}\n`);
  tell`${title}\n标段 / lot ${code}，截止 / deadline ${deadline}；已写出 / written: ${out}`;
  if (terms.trustees) tellTrustees(terms.trustees);
  else tell`由投标人自行解密 / each bidder decrypts his own bid`;
}

interface Receipt {
  receiptCode: string;
  receivedAt: string;
  receipt: string;
  signature: string;
  timestamp: string | null;
}

/** A receipt is what a bidder holds against the platform: one that is not signed, or names another bid, is none. Whose signature it is, `tianping-verify` says. */
function assertReceipt({ receipt, signature, receiptCode }: Receipt, manifest: string): void {
  const { value } = verifyStatement(receipt, Buffer.from(signature, 'base64'));
  const named = value as { manifestSha256?: unknown; receiptCode?: unknown };
  if (named.manifestSha256 !== sha256Hex(manifest) || named.receiptCode !== receiptCode)
    throw new Error(
      '平台给出的回执不是这份投标的回执：请保留目录，立即联系交易中心，并在截止前核对“我的投标” / the receipt is for another bid: keep the folder, call the trading centre, and look at “my bids” before the deadline',
    );
}

/** Versions that no longer count are handed in again, and the platform says why not. */
const PAST = new Set(['replaced', 'withdrawn']);

/** The bid of this very manifest, where the platform has it: the answer to an earlier run was lost. */
async function received(client: Client, tender: string, manifest: string): Promise<Receipt | undefined> {
  const own = await client.get<(Receipt & { manifest: string; status: string })[]>(`/api/tenders/${tender}/bids/mine`);
  return own.find((bid) => bid.manifest === manifest && !PAST.has(bid.status));
}

async function handIn(client: Client, { tender, dir, manifest }: { tender: string; dir: string; manifest: string }): Promise<Receipt> {
  await sendSealed({ client, dir, tender, file: inDir(dir, 'sealed') });
  tell`密文已上传，尚未递交 / uploaded, not yet submitted`;
  const signature = readFileSync(inDir(dir, 'signature')).toString('base64');
  return client.post<Receipt>(`/api/tenders/${tender}/bids`, { manifest, signature, escrow: readIf(inDir(dir, 'escrow')) });
}

export async function submit({ url, login, dir, ...identity }: RemoteOptions): Promise<void> {
  const client = await signInWithKey(url, login, identityOf(identity));
  const manifest = readFileSync(inDir(dir, 'manifest'), 'utf8');
  const { tender } = JSON.parse(manifest) as { tender: string };
  const receipt = (await received(client, tender, manifest)) ?? (await handIn(client, { tender, dir, manifest }));
  writeFileSync(inDir(dir, 'receipt'), receipt.receipt);
  writeFileSync(inDir(dir, 'receiptSignature'), Buffer.from(receipt.signature, 'base64'));
  if (receipt.timestamp) writeFileSync(inDir(dir, 'receiptTimestamp'), Buffer.from(receipt.timestamp, 'base64'));
  assertReceipt(receipt, manifest);
  tell`✓ 已递交 / submitted: 回执 / receipt ${receipt.receiptCode}, ${receipt.receivedAt}${receipt.timestamp ? '' : '（时间戳随后补发 / its time stamp follows）'}`;
}

/** Everything that a bidder holds against the platform, for the offline verifier. */
export async function evidence({ url, login, dir, ...identity }: RemoteOptions): Promise<void> {
  const client = await signInWithKey(url, login, identityOf(identity));
  const { tender, version } = JSON.parse(readFileSync(inDir(dir, 'manifest'), 'utf8')) as { tender: string; version: number };
  writeFileSync(inDir(dir, 'evidence'), `${JSON.stringify(await client.get(`/api/tenders/${tender}/opening/evidence?version=${version}`), null, 2)}\n`);
  tell`✓ ${inDir(dir, 'evidence')}：可用 tianping-verify 离线核验 / check it offline with tianping-verify`;
}

export async function open({ url, login, dir, ...identity }: RemoteOptions): Promise<void> {
  const client: Client = await signInWithKey(url, login, identityOf(identity));
  const { tender } = JSON.parse(readFileSync(inDir(dir, 'manifest'), 'utf8')) as { tender: string };
  await client.post(`/api/tenders/${tender}/opening/decrypt`, { keys: JSON.parse(readFileSync(inDir(dir, 'keys'), 'utf8')) as unknown }).catch((error: unknown) => {
    if (!(error instanceof Refused && error.problem.code === 'opening.already-decrypted')) throw error; // by an earlier run whose answer was lost
  });
  tell`✓ 已解密 / decrypted`;
}

export interface ReleaseOptions extends KeyOptions {
  url: string;
  login: string;
  tender: string;
}

/** A trustee releases his shares: his key opens the envelopes here. The password comes from TIANPING_PASSWORD, so that it stands in no list of processes. */
export async function release({ url, login, tender, ...identity }: ReleaseOptions, password: string | undefined): Promise<void> {
  if (!password) throw new Error('请在环境变量 TIANPING_PASSWORD 中给出口令 / give the password in TIANPING_PASSWORD');
  const { privateKeyPem, certificatePem } = identityOf(identity);
  const holder = await holderFromPkcs8(readPem(privateKeyPem)[0]?.bytes ?? new Uint8Array(0), certificatePem);
  const spoilt = await new Trustee(login, await signIn(url, login, password), holder).release(tender);
  tell`✓ 份额已提交 / shares released`;
  for (const receipt of spoilt)
    tell`✗ ${receipt}：信封打不开，或内容与投标人签名的承诺不符，该份额没有提交，请告知主持人 / its envelope does not open, or holds something else than its bidder signed for; nothing was released of it: tell the presiding officer`;
}
