import { z } from 'zod';
import { isRange, PROXY_HEADERS } from '../http/address';
import { type Installation, installationOf, SettingError } from './installation';
import { assertNoSamples } from './samples';

export { SettingError, signsOf } from './installation';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const whole = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, `a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/**
 * Every setting of the platform, with its default. The README's table is checked against this one.
 * `process.env` is read nowhere else.
 */
export const settings = z.object({
  PORT: whole(0, 65535).default(3000).describe('HTTP and socket port; 0 takes a free one'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The address that people use, when a proxy stands before this server; with https cookies are Secure and named `__Host-…`'),
  ORGANISER: z.string().default('').describe('Who runs this installation: stands at the foot of every public page'),
  DATA_DIR: z.string().min(1).default('./var').describe('Where the built-in PostgreSQL, files and keys are kept'),
  STORAGE_URL: z.url({ protocol: /^s3$/ }).optional().describe('Object storage for files instead of DATA_DIR: `s3://bucket/prefix?endpoint=https://…&region=…`'),
  AWS_ACCESS_KEY_ID: z.string().optional().describe('Key of STORAGE_URL'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().describe('Secret of that key'),
  AWS_SESSION_TOKEN: z.string().optional().describe('Token of that key, when it is a temporary one'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('A PostgreSQL >= 15 to use instead of the built-in one, entered as the role of the application'),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('The same database, entered as the role that owns the tables: only for `prepare` and for a start that migrates'),
  DATABASE_POOL: whole(4, 200).default(16).describe('Connections to PostgreSQL for requests'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('A Redis for jobs and sockets instead of PostgreSQL and memory'),
  INSTALLATION: z
    .enum(['demonstration', 'production'])
    .optional()
    .describe('A demonstration has fictional people, a demo CA and may simulate its clock; left out, a server that others may reach is `production`, any other a demonstration'),
  DEMONSTRATION_EXPOSED: flag.default(false).describe('`true`, beside INSTALLATION=demonstration: a demonstration whose passwords and keys whoever reaches the server may read and use'),
  NODE_ENV: z.string().optional().describe('`production` counts as a server that others may reach'),
  TRUSTED_CA_FILE: z.string().optional().describe('PEM file of the certificate authorities that bidders may use'),
  SIGNING_KEY_FILE: z.string().optional().describe('PEM private key with which the platform signs receipts (a demonstration makes its own)'),
  SIGNING_CERTIFICATE_FILE: z.string().optional().describe('PEM certificate of that key'),
  REVOCATION_REQUIRED: flag.default(true).describe('Whether a certificate counts only while its revocation is known: by its authority’s list, or by a fresh answer where there is none'),
  CRL_GRACE_HOURS: whole(0, 720).default(24).describe('Hours for which a revocation list still counts after its end, when no newer one can be fetched'),
  TIMESTAMP_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('An RFC 3161 time-stamping authority instead of the embedded one'),
  TIMESTAMP_CA_FILE: z.string().optional().describe('PEM file of the certificates to which its tokens lead'),
  TIMESTAMP_GRACE_MINUTES: whole(1, 10080).default(240).describe('Minutes for which bids are taken while no time stamp can be had'),
  SESSION_HOURS: whole(1, 72).default(12).describe('Hours until a sign-in ends'),
  SESSION_IDLE_MINUTES: whole(5, 1440).default(120).describe('Minutes after which a session ends that nobody uses; a page that refreshes itself and a socket in a hall or room are use'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]/).filter(Boolean))
    .refine((ranges) => ranges.every(isRange), 'addresses and ranges, e.g. 10.0.0.5 192.168.0.0/16 fd00::/8')
    .describe('Addresses and ranges of the proxies whose word counts for whom they ask'),
  PROXY_HEADER: z.enum(PROXY_HEADERS).default('x-forwarded-for').describe('The header in which they say it: x-forwarded-for, or forwarded (RFC 7239); the other one never counts'),
  ANONYMOUS_PER_MINUTE: whole(10, 10000000).default(1200).describe('Requests of strangers from one address (IPv6: one /64) each minute; every kind of door has its share'),
  PERSON_PER_MINUTE: whole(60, 10000000).default(3000).describe('Requests of one session each minute; bids, openings and rooms are not counted'),
  CONNECTIONS_PER_ADDRESS: whole(10, 1000000).default(2000).describe('Connections of one address (IPv6: one /64) at once; named proxies limit their own'),
  UPLOAD_LIMIT_MB: whole(1, 1048576).default(8192).describe('Largest uploaded file, in MiB'),
  ORGANISATION_QUOTA_MB: whole(1, 100000000).default(102400).describe('Files of one organisation together, stored and announced, in MiB'),
  TENDER_QUOTA_MB: whole(1, 100000000).default(32768).describe('Sealed bids of one organisation in one tender, stored and announced, in MiB'),
  UPLOAD_IDLE_HOURS: whole(1, 720).default(24).describe('Hours after which an upload ends with which nobody goes on'),
  DISK_RESERVE_MB: whole(0, 100000000).default(1024).describe('Room on the disk of DATA_DIR that only sealed bids and their opening may use; the last quarter is the database’s alone, in MiB'),
  RUN_JOBS: flag.default(true).describe('Whether this process also runs background jobs'),
  LOG_LEVEL: z.enum(['silent', 'error', 'info']).default('info').describe('What is written to standard error'),
});

type Settings = z.infer<typeof settings>;
export type Config = Readonly<Omit<Settings, 'INSTALLATION'> & { INSTALLATION: Installation }>;
export const CONFIG = Symbol('CONFIG');

/** Messages go to logs and screens: what stands before the `@` of an address stays out of them. */
const withoutPassword = (value: string) => {
  const [scheme = ''] = /^[a-z]+:\/*/i.exec(value) ?? [];
  return value.includes('@') ? `${scheme}…${value.slice(value.lastIndexOf('@'))}` : value;
};

/** Reads and checks the settings. Throws {@link SettingError} naming every wrong one. Empty text counts as not set. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.keys(settings.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const read = settings.safeParse(given);
  if (read.success) {
    const INSTALLATION = installationOf(read.data);
    if (INSTALLATION === 'production') assertNoSamples(read.data);
    return Object.freeze({ ...read.data, INSTALLATION });
  }
  const lines = read.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const shape = settings.shape[name as keyof typeof settings.shape];
    return `${name}=${JSON.stringify(withoutPassword(env[name] ?? ''))}: ${issue.message} (${shape.description})`;
  });
  throw new SettingError(`设置有误，未启动 / wrong setting, not started:\n  ${lines.join('\n  ')}`);
}

/** The rows of the README's table: name, default, what it is for. */
export function settingsTable(): string {
  const defaults: Record<string, string | number | boolean | string[] | undefined> = settings.parse({});
  const rows = Object.entries(settings.shape).map(([name, shape]) => `| \`${name}\` | ${defaults[name] === undefined ? '—' : `\`${String(defaults[name])}\``} | ${shape.description} |`);
  return ['| Setting | Default | What it does |', '| --- | --- | --- |', ...rows].join('\n');
}
