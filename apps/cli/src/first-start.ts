import { existsSync } from 'node:fs';
import { type Config, SettingError, signsOf } from '@platform/config';

/** What a production installation cannot do without, in the order in which it is made. */
export type Need = 'signing' | 'authorities' | 'administrator';

interface Step {
  /** Undefined: nothing to be found missing, a step all the same. */
  need?: Need;
  title: string;
  /** As they are typed into a shell, one after another; after `#` what people do elsewhere. */
  lines: string[];
}

// valid and of nobody: the lines work as they stand, and whoever means it puts his own
const UNIT = "--organisation '衡州市公共资源交易中心' --uscc 12990100MATP01021B";

const STEPS: readonly Step[] = [
  {
    title: '写明生产安装；前面有 TLS 代理时写明网址 / say that it is one, and its address when a proxy with TLS stands before it',
    lines: ['export INSTALLATION=production', '# export PUBLIC_URL=https://…', 'mkdir -p keys'],
  },
  {
    need: 'signing',
    title: '平台签名密钥和证书：回执须由平台签名 / the key with which the platform signs receipts, and its certificate (O20 27)',
    lines: [
      `npx tianping kit key --name '天平平台' ${UNIT} --out keys/platform`,
      '# keys/platform.csr 送认证机构，取回的证书存为 / send it to an authority, keep its certificate as keys/platform.pem',
      'export SIGNING_KEY_FILE=$PWD/keys/platform.key SIGNING_CERTIFICATE_FILE=$PWD/keys/platform.pem',
    ],
  },
  {
    need: 'authorities',
    title: '认可的认证机构：投标人和评委的证书由谁签发 / the authorities whose certificates count',
    lines: ['# 这些机构的证书（PEM，可多张）存为 / keep their certificates (PEM, one after another) as keys/authorities.pem', 'export TRUSTED_CA_FILE=$PWD/keys/authorities.pem'],
  },
  {
    title: '可信时间源（可选，不设则用内置的）/ a trusted source of time (may be left out: then the built-in one)',
    lines: ['# export TIMESTAMP_URL=https://… TIMESTAMP_CA_FILE=$PWD/keys/time.pem'],
  },
  {
    need: 'administrator',
    title:
      '两名安全管理员（授权须由两人办理），初始口令只显示一次，首次登录时改为自己的口令并启用动态码 / two security administrators, since rights need two persons; each first password is shown once, and changed for one’s own at the first sign-in, with one-time codes',
    lines: [
      `npx tianping administrator --login security.1 --name '张三' --identity-number 110101197001010016 ${UNIT} --region 990100`,
      `npx tianping administrator --login security.2 --name '李四' --identity-number 110101197101010013 ${UNIT} --region 990100`,
    ],
  },
  { title: '启动 / start', lines: ['npm start'] },
];

const REHEARSAL = `npx tianping ca issue --dir keys/ca --name '天平平台' ${UNIT} --key keys/platform.key --out keys/platform && cp keys/ca/ca.pem keys/authorities.pem`;

const mark = (need: Need | undefined, missing: ReadonlySet<Need>) => (!need ? '' : missing.has(need) ? '【缺 / missing】' : '【已有 / there】');

/** All steps, numbered, each with what to type; what is there already is marked. */
export function guide(config: Config, missing: ReadonlySet<Need>): string {
  const steps = STEPS.map(({ need, title, lines }, i) => [`${i + 1}. ${mark(need, missing)}${title}`, ...lines.map((line) => `     ${line}`)].join('\n'));
  return [
    '生产安装尚未就绪，未启动 / a production installation, not ready yet, not started.',
    ...signsOf(config).map((sign) => `  因为 / because: ${sign}`),
    '名称和号码为示例，请换成本单位的 / names and numbers are examples: put your own.',
    ...steps,
    '演练时第 2 步先生成密钥，再由演示 CA 代替认证机构签发，不具法律效力 / to rehearse, make the key of step 2, then let the demonstration CA stand in for the authority of steps 2 and 3, of no legal effect:',
    `     ${REHEARSAL}`,
    '若只是演示 / for a demonstration only: npm start（不设以上各项 / without these settings），或 / or INSTALLATION=demonstration DEMONSTRATION_EXPOSED=true',
  ].join('\n');
}

const lacksKey = ({ SIGNING_KEY_FILE, SIGNING_CERTIFICATE_FILE }: Config) => [SIGNING_KEY_FILE, SIGNING_CERTIFICATE_FILE].some((file) => !file || !existsSync(file));
const lacksAuthorities = ({ TRUSTED_CA_FILE }: Config) => !TRUSTED_CA_FILE || !existsSync(TRUSTED_CA_FILE);

/** Before anything is made or marked: without the platform's key nothing of a production installation can start. Throws the whole guide. */
export function assertKey(config: Config): void {
  if (config.INSTALLATION !== 'production' || !lacksKey(config)) return;
  throw new SettingError(guide(config, new Set<Need>(['signing', ...(lacksAuthorities(config) ? (['authorities'] as const) : []), 'administrator'])));
}

/** Whether the rest is there: a file that is named counts, or what the database has from before. Throws the guide. */
export function assertReady(config: Config, present: Record<Exclude<Need, 'signing'>, boolean>): void {
  if (config.TRUSTED_CA_FILE && lacksAuthorities(config)) throw new SettingError(`TRUSTED_CA_FILE=${config.TRUSTED_CA_FILE}: 文件不存在 / there is no such file`);
  const missing = new Set<Need>();
  if (!present.authorities && lacksAuthorities(config)) missing.add('authorities');
  if (!present.administrator) missing.add('administrator');
  if (missing.size) throw new SettingError(guide(config, missing));
}
