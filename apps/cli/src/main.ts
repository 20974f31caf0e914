import 'reflect-metadata';
import { inspect } from 'node:util';
import { Command } from 'commander';
import { BusinessError, fill, visibleLines } from '@kernel';
import { SettingError } from '@platform/config';
import { HomeInUse } from '@platform/embedded';
import type { Administrator } from './administrator';
import { kitCommands } from './kit';

const program = new Command('tianping').description('天平：公共资源交易平台 / Tianping: a public resource trading platform');

program
  .command('start')
  .description('启动平台 / serve the platform (settings come from the environment)')
  .action(async () => (await import('./start.js')).start());

program
  .command('prepare')
  .description('为多进程安装准备数据库后退出 / migrate and prepare an installation of several processes, then end')
  .action(async () => (await import('./prepare.js')).prepare());

program
  .command('demo')
  .description('演示一个真实标段的全过程 / play one real tender from entry to contract')
  .option('--exit', '演示结束后退出 / end when the tender is done')
  .option('--out <dir>', '写出全部公开和签名的文件 / write everything that was published or signed')
  .action(async (options: { exit?: boolean; out?: string }) => (await import('./demo.js')).demo(options));

program
  .command('replay')
  .description('重放一个 replay/1 文件中的全部标段 / send every tender of a replay/1 file through the platform')
  .argument('<file>')
  .option('--out <dir>', '写出 summary.json 的目录 / where to write summary.json')
  .option('--concurrency <n>', '同时进行的标段数 / tenders at a time', '8')
  .option('--every <n>', '每 n 个标段取一个 / every n-th tender alone', '1')
  .option('--procedure <id>', '交易方式 / the procedure by which they are tendered', 'works-open')
  .action(async (file: string, options: { out?: string; concurrency: string; every: string; procedure: string }) => (await import('./replay.js')).replay(file, options));

program
  .command('administrator')
  .description('建立首批两名安全管理员，每次一名 / make the first two security administrators of an installation, one with each run')
  .requiredOption('--login <account>')
  .requiredOption('--name <name>')
  .requiredOption('--identity-number <number>', '证件号码，只保存摘要 / only its digest is kept')
  .option('--identity-kind <kind>', 'resident, passport, hk-macao-permit, taiwan-permit, permanent-resident', 'resident')
  .requiredOption('--organisation <name>', '交易中心名称 / name of the trading centre')
  .requiredOption('--uscc <code>')
  .requiredOption('--region <code>', 'GB/T 2260')
  .option(
    '--instead-of <account>',
    '同时停用不能履职的安全管理员（使用内置数据库的，先停止平台）/ suspends the security administrator who cannot act; with the built-in database stop the platform first',
  )
  .action(async (options: Administrator) => (await import('./administrator.js')).createAdministrator(options));

program
  .command('docs')
  .description('生成 docs/law-map.md / write docs/law-map.md')
  .option('--check', '只比较 / only compare')
  .action(async ({ check = false }: { check?: boolean }) => (await import('./docs.js')).docs(check));

kitCommands(program);

// a reader that went away (`… | head`) is no failure of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** A refusal in both languages, with what to do next. */
const toldOf = ({ refusals }: BusinessError): string =>
  refusals.map(({ zh, en, next, params }) => [fill(zh, params, 'zh'), fill(en, params, 'en'), ...(next ? [fill(next.zh, params, 'zh'), fill(next.en, params, 'en')] : [])].join('\n  ')).join('\n');

/** What a person can mend is one plain message; anything else keeps its stack. */
program.parseAsync().catch((error: unknown) => {
  console.error(visibleLines(error instanceof BusinessError ? toldOf(error) : error instanceof SettingError || error instanceof HomeInUse ? error.message : inspect(error)));
  process.exitCode = 1;
});
