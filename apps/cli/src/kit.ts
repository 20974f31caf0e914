import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import { assertBlob, readCertificate, sealBidToStream, verifySealedBid } from '@envelope';
import type { CertificateOrder } from './authority';
import { measured, sendSealed } from './kit/transfer';
import { Client, closeConnections, Refused } from './play/client';
import { signInWithKey } from './play/people';

interface KeyOptions {
  key: string;
  cert: string;
}

interface SealOptions extends KeyOptions {
  tender: string;
  lot: string;
  price: string;
  body: string;
  version: string;
  out: string;
}

interface RemoteOptions extends KeyOptions {
  url: string;
  login: string;
  dir: string;
}

const FILES = { manifest: 'manifest.json', signature: 'manifest.p7s', sealed: 'bid.sealed', keys: 'keys.json', receipt: 'receipt.json', receiptSignature: 'receipt.p7s' } as const;

const identityOf = ({ key, cert }: KeyOptions) => ({ privateKeyPem: readFileSync(key, 'utf8'), certificatePem: readFileSync(cert, 'utf8') });

const inDir = (dir: string, file: keyof typeof FILES) => join(dir, FILES[file]);

/** Seals on this machine: nothing leaves it, and the keys are written for the bidder alone. */
async function seal({ tender, lot, price, body, version, out, ...identity }: SealOptions): Promise<void> {
  if (existsSync(inDir(out, 'keys'))) throw new Error(`${out} 中已有一份密封的投标，请换一个目录 / ${out} holds a sealed bid already; choose another folder`);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const own = identityOf(identity);
  const bidder = readCertificate(own.certificatePem).subject.serialNumber ?? '';
  const sheet = Buffer.from(JSON.stringify({ format: 'tianping/price-sheet/1', totalFen: price, salt: randomBytes(16).toString('hex') }));
  const parts = [
    { name: 'price-sheet', fileName: '开标一览表.json', mediaType: 'application/json', content: sheet },
    { name: 'body', fileName: basename(body), mediaType: 'application/octet-stream', content: createReadStream(body) },
  ];
  const file = createWriteStream(inDir(out, 'sealed'));
  const { manifest, signature, keys } = await sealBidToStream({ tender, lot, bidder, version: Number(version), createdAt: new Date(Date.now()), parts, ...own }, file);
  file.end();
  await finished(file);
  writeFileSync(inDir(out, 'manifest'), manifest);
  writeFileSync(inDir(out, 'signature'), signature);
  writeFileSync(inDir(out, 'keys'), `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  console.log(`已密封到 ${out}；keys.json 是开标时的解密密钥，丢失后投标无法打开，请妥善保管`);
  console.log(`sealed into ${out}; keys.json opens the bid at the opening: without it nobody can, so keep it safe`);
}

/** Checks what `seal` wrote, as the platform will: form, signature, path, address, content. */
async function verify({ dir, ca }: { dir: string; ca: string }): Promise<void> {
  const text = readFileSync(inDir(dir, 'manifest'), 'utf8');
  const { tender, lot, bidder } = JSON.parse(text) as { tender: string; lot: string; bidder: string };
  const { manifest, certificate } = verifySealedBid({
    manifest: text,
    signature: readFileSync(inDir(dir, 'signature')),
    roots: [readFileSync(ca, 'utf8')],
    at: new Date(Date.now()),
    expect: { tender, lot, bidder },
  });
  assertBlob(manifest, await measured(inDir(dir, 'sealed')));
  console.log(`✓ 签名、证书和内容均有效 / signature, certificate and content hold: ${bidder}, ${lot}, version ${manifest.version}, ${certificate.subject.commonName}`);
}

async function submit({ url, login, dir, ...identity }: RemoteOptions): Promise<void> {
  const client = await signInWithKey(url, login, identityOf(identity));
  const manifest = readFileSync(inDir(dir, 'manifest'), 'utf8');
  const { tender } = JSON.parse(manifest) as { tender: string };
  await sendSealed({ client, dir, tender, file: inDir(dir, 'sealed') });
  console.log('密文已上传，尚未递交 / uploaded, not yet submitted');
  const signature = readFileSync(inDir(dir, 'signature')).toString('base64');
  const receipt = await client.post<{ receiptCode: string; receivedAt: string; receipt: string; signature: string }>(`/api/tenders/${tender}/bids`, { manifest, signature });
  writeFileSync(inDir(dir, 'receipt'), receipt.receipt);
  writeFileSync(inDir(dir, 'receiptSignature'), Buffer.from(receipt.signature, 'base64'));
  console.log(`✓ 已递交 / submitted: 回执 / receipt ${receipt.receiptCode}, ${receipt.receivedAt}`);
}

async function open({ url, login, dir, ...identity }: RemoteOptions): Promise<void> {
  const client: Client = await signInWithKey(url, login, identityOf(identity));
  const { tender } = JSON.parse(readFileSync(inDir(dir, 'manifest'), 'utf8')) as { tender: string };
  await client.post(`/api/tenders/${tender}/opening/decrypt`, { keys: JSON.parse(readFileSync(inDir(dir, 'keys'), 'utf8')) as unknown });
  console.log('✓ 已解密 / decrypted');
}

/** A refusal is told as the platform tells it: what, why, what next. */
const told =
  <T>(work: (options: T) => Promise<void> | void) =>
  async (options: T): Promise<void> => {
    try {
      await work(options);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      for (const { detail, citation, next } of error.problem.violations) console.error([`✗ ${detail}`, citation && `  依据 ${citation}`, next && `  ${next}`].filter(Boolean).join('\n'));
      process.exitCode = 1;
    } finally {
      await closeConnections();
    }
  };

const withKey = (command: Command) => command.requiredOption('--key <file>', '私钥 / private key (PEM)').requiredOption('--cert <file>', '证书 / certificate (PEM)');
const remote = (command: Command) =>
  withKey(command).requiredOption('--url <url>', '平台地址 / address of the platform').requiredOption('--login <account>').requiredOption('--dir <dir>', 'seal 写出的目录 / folder that seal wrote');

/** `tianping ca …` and `tianping kit …`: what a bidder does on his own machine. */
export function kitCommands(program: Command): void {
  const ca = program.command('ca').description('演示 CA / the demonstration certificate authority');
  ca.command('issue')
    .description('签发一张演示证书；目录中没有 CA 时先建立 / issue a certificate; makes the CA first where there is none')
    .requiredOption('--dir <dir>', 'CA 目录 / folder of the CA, e.g. var/demo-ca')
    .requiredOption('--name <name>')
    .requiredOption('--organisation <name>')
    .requiredOption('--uscc <code>', '统一社会信用代码 / unified social credit code')
    .option('--kind <kind>', 'p-256 | rsa-2048 | rsa-3072', 'p-256')
    .requiredOption('--out <prefix>', '写出 <prefix>.pem 和 <prefix>.key')
    .action(told<CertificateOrder>(async (order) => (await import('./authority.js')).issue(order)));
  const kit = program.command('kit').description('投标人工具：密封、校验、递交、解密 / the bidder’s kit');
  withKey(kit.command('seal').description('在本机密封投标（离线）/ seal a bid on this machine, offline'))
    .requiredOption('--tender <id>')
    .requiredOption('--lot <code>', '标段编号 / lot code')
    .requiredOption('--price <fen>', '报价（分）/ bid price in fen')
    .requiredOption('--body <file>', '投标文件 / the bid itself')
    .option('--version <n>', '第几次递交 / 1, or one more for each replacement', '1')
    .requiredOption('--out <dir>')
    .action(told(seal));
  kit.command('verify').description('校验密封的投标 / check a sealed bid').requiredOption('--dir <dir>').requiredOption('--ca <file>', 'CA 证书 / certificate of the authority').action(told(verify));
  remote(kit.command('submit').description('上传并递交 / upload and submit')).action(told(submit));
  remote(kit.command('open').description('开标时解密 / hand over the keys at the opening')).action(told(open));
}
