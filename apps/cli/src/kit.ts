import { type Command, Option } from 'commander';
import type { KeyKind, Suite } from '@envelope';
import { BusinessError, fill, visibly } from '@kernel';
import type { CertificateOrder } from './authority';
import { checkCertificate, type CheckOrder, type KeyOrder, makeKey } from './kit/certificates';
import { evidence, fetchTerms, open, release, type ReleaseOptions, submit } from './kit/remote';
import { seal, verify } from './kit/sealing';
import { closeConnections, Refused } from './play/client';

const lines = (...parts: (string | undefined | null | false)[]): void => console.error(parts.flatMap((part) => (part ? [visibly(part)] : [])).join('\n'));

/** A refusal is told as the platform tells it: what, why, what next; found here, offline, or there. */
function tell(error: unknown): void {
  if (error instanceof Refused) for (const { detail, citation, next } of error.problem.violations) lines(`✗ ${detail}`, citation && `  依据 ${citation}`, next && `  ${next}`);
  else if (error instanceof BusinessError) for (const one of error.refusals) lines(`✗ ${fill(one.zh, one.params, 'zh')}`, `  ${fill(one.en, one.params, 'en')}`, one.next && `  ${one.next.zh}`);
  else if (error instanceof Error && !(error instanceof TypeError)) lines(`✗ ${error.message}`);
  else throw error;
  process.exitCode = 1;
}

const told =
  <T>(work: (options: T) => Promise<void> | void) =>
  async (options: T): Promise<void> => {
    try {
      await work(options);
    } catch (error) {
      tell(error);
    } finally {
      await closeConnections();
    }
  };

const withKey = (command: Command) => command.requiredOption('--key <file>', '私钥 / private key (PEM)').requiredOption('--cert <file>', '证书 / certificate (PEM)');
const online = (command: Command) => command.requiredOption('--url <url>', '平台地址 / address of the platform');
const remote = (command: Command) => online(withKey(command)).requiredOption('--login <account>').requiredOption('--dir <dir>', 'seal 写出的目录 / folder that seal wrote');
/** What is not listed is refused: a word that is none made a key of another kind than was meant. */
const kindOf = (usual: KeyKind) => new Option('--kind <kind>', '密钥种类 / kind of key').choices(['p-256', 'rsa-2048', 'rsa-3072', 'sm2'] satisfies KeyKind[]).default(usual);
const several = (value: string, before: string[]) => [...before, value];
const named = (command: Command) => command.requiredOption('--name <name>').requiredOption('--organisation <name>').requiredOption('--uscc <code>', '统一社会信用代码 / unified social credit code');

function caCommands(program: Command): void {
  const ca = program.command('ca').description('演示 CA / the demonstration certificate authority');
  named(ca.command('issue').description('签发一张演示证书；目录中没有 CA 时先建立 / issue a certificate; makes the CA first where there is none'))
    .requiredOption('--dir <dir>', 'CA 目录 / folder of the CA, e.g. var/demo-ca')
    .addOption(kindOf('p-256'))
    .option('--encipherment', '加密证书（密钥保管人）/ an encryption certificate, for key trustees', false)
    .option('--key <file>', '已有的私钥，只为它签发证书 / a private key that is there already: only its certificate is issued')
    .requiredOption('--out <prefix>', '写出 <prefix>.pem 和 <prefix>.key；不覆盖已有文件 / nothing is overwritten')
    .action(told<CertificateOrder>(async (order) => (await import('./authority.js')).issue(order)));
  ca.command('revoke')
    .description('吊销一张演示证书；平台重启或次日生效 / revoke one; counts from the platform’s next start, or the next day')
    .requiredOption('--dir <dir>')
    .requiredOption('--cert <file>')
    .action(told<{ dir: string; cert: string }>(async (order) => (await import('./authority.js')).revoke(order)));
}

function offlineCommands(kit: Command): void {
  named(kit.command('key').description('生成密钥和证书申请 / make a key and the request for its certificate'))
    .addOption(kindOf('rsa-3072'))
    .requiredOption('--out <prefix>', '写出 <prefix>.key 和 <prefix>.csr')
    .action(told<KeyOrder>(makeKey));
  kit
    .command('check')
    .description('检查证书 / look at a certificate and check it')
    .requiredOption('--cert <file>')
    .option('--ca <file>', 'CA 证书，可多次给出 / certificate of an authority; may be given again', several, [])
    .option('--crl <file>', '吊销列表 / revocation list; may be given again', several, [])
    .option('--encipherment', '按加密证书检查 / as an encryption certificate', false)
    .action(told<CheckOrder>(checkCertificate));
  withKey(kit.command('seal').description('在本机打包、签名、密封投标（离线）/ pack, sign and seal a bid on this machine, offline'))
    .option('--terms <file>', 'kit fetch 取得的文件 / what kit fetch wrote')
    .option('--tender <id>')
    .option('--lot <code>', '标段编号 / lot code')
    .requiredOption('--price <fen>', '报价（分，只写数字：12345.67 元为 1234567）/ bid price in fen, digits only: 12345.67 yuan are 1234567')
    .option('--days <n>', '工期（日历天）/ duration in calendar days')
    .requiredOption('--body <file>', '投标文件 / the bid itself')
    .option('--annex <file>', '附件，可多次给出 / an annex; may be given again', several, [])
    .option('--version <n>', '第几次递交 / 1, or one more for each replacement')
    .option('--ca <file>', '签发保管人证书的认证机构证书，由保管人开启时必须给出 / certificate of an authority that certifies trustees, needed where they open', several, [])
    .addOption(new Option('--suite <suite>', '密码算法 / algorithms; sm: 国密').choices(['international', 'sm'] satisfies Suite[]).default('international'))
    .requiredOption('--out <dir>')
    .action(told(seal));
  kit
    .command('verify')
    .description('校验密封的投标 / check a sealed bid')
    .requiredOption('--dir <dir>')
    .requiredOption('--ca <file>', 'CA 证书 / certificates of the authorities')
    .option('--terms <file>', 'kit fetch 取得的文件 / what kit fetch wrote')
    .action(told(verify));
}

/** `tianping ca …` and `tianping kit …`: what a bidder, or a key trustee, does on his own machine. */
export function kitCommands(program: Command): void {
  caCommands(program);
  const kit = program.command('kit').description('投标人工具：密钥、密封、校验、递交、解密 / the bidder’s kit');
  online(kit.command('fetch').description('取得标段的密封要求 / fetch what sealing needs to know of a tender'))
    .requiredOption('--tender <id>', '标段标识或编号 / id or code of the lot')
    .option('--next <n>', '本单位第几次递交 / 1, or one more for each replacement', '1')
    .requiredOption('--out <file>')
    .action(told(fetchTerms));
  offlineCommands(kit);
  remote(kit.command('submit').description('上传并递交，可断点续传 / upload and submit; goes on after any cut')).action(told(submit));
  remote(kit.command('open').description('开标时解密 / hand over the keys at the opening')).action(told(open));
  remote(kit.command('evidence').description('取得凭证，供离线核验 / fetch what the offline verifier checks')).action(told(evidence));
  online(withKey(kit.command('release').description('密钥保管人：开标时提交份额 / key trustee: release shares at the opening')))
    .requiredOption('--login <account>')
    .requiredOption('--tender <id>')
    .action(told<ReleaseOptions>((options) => release(options, process.env['TIANPING_PASSWORD'])));
}
