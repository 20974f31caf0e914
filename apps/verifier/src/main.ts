import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { NewHash, Source } from './body';
import { summarise, type Check } from './checks';
import { visibly } from './visibly';
import { type Inputs, type SignedFiles, verify } from './verify';

const USAGE = `天平离线核验 / offline verifier

tianping-verify EVIDENCE.json [--sealed FILE] [--keys keys.json] [--held EARLIER.json]
tianping-verify --set statement.json statement.p7s [statement.tst] [--entries entries.json]
tianping-verify --statement FILE.json --signature FILE.p7s [--timestamp FILE.tst]
tianping-verify --draw record.json
tianping-verify --two-person record.json

--trust FILE.pem   您信任的根证书和平台证书，可多次 / roots and the platform's certificate, as often as needed
--crl FILE         吊销列表，可多次 / revocation lists, as often as needed
--json             给程序读 / for programs
--strict           无法判断也算不成立 / what cannot be told counts as not holding

0 全部成立 / all hold · 1 有不成立 / something does not · 2 无法读取 / cannot be read`;

const MAX_FILE = 64 * 1024 * 1024;
const [MANY, ONE, FLAG] = [{ type: 'string', multiple: true }, { type: 'string' }, { type: 'boolean' }] as const;
const OPTIONS = {
  trust: MANY,
  crl: MANY,
  draw: MANY,
  'two-person': MANY,
  sealed: ONE,
  keys: ONE,
  held: ONE,
  entries: ONE,
  statement: ONE,
  signature: ONE,
  timestamp: ONE,
  set: FLAG,
  json: FLAG,
  strict: FLAG,
  help: FLAG,
} as const;

function file(path: string): Uint8Array {
  if (statSync(path).size > MAX_FILE) throw new Error(`${path}: 超过 64 MiB / is over 64 MiB`);
  return Uint8Array.from(readFileSync(path));
}
const maybe = (path: string | undefined): Uint8Array | undefined => (path === undefined ? undefined : file(path));

function sourceOf(path: string): Source & { close(): void } {
  const handle = openSync(path, 'r');
  const read = async (from: number, to: number) => {
    const bytes = new Uint8Array(to - from);
    return bytes.subarray(0, readSync(handle, bytes, 0, to - from, from));
  };
  return { size: statSync(path).size, read, close: () => closeSync(handle) };
}

const nodeHash: NewHash = () => {
  const hash = createHash('sha256');
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest('hex') };
};

const signedFiles = (statement: string, signature: string, timestamp?: string): SignedFiles => ({ statement: file(statement), signature: file(signature), timestamp: maybe(timestamp) });

interface Order {
  inputs: Inputs;
  json: boolean;
  strict: boolean;
}

/** Given twice, of which one would be judged, or beside nothing that it belongs to: nobody is to think that it was. */
function isIdle(names: readonly string[], evidence: boolean): boolean {
  const needs = { sealed: evidence, keys: evidence, held: evidence, entries: names.includes('set'), signature: names.includes('statement'), timestamp: names.includes('statement') };
  const twice = names.some((name, i) => names.indexOf(name) < i && OPTIONS[name as keyof typeof OPTIONS] === ONE);
  return twice || Object.entries(needs).some(([name, has]) => names.includes(name) && !has);
}

function orderOf(args: readonly string[]): Order | undefined {
  const { values: v, positionals, tokens } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true });
  const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  if (isIdle(names, !v.set && positionals.length > 0)) return undefined;
  const set = v.set ? signedFiles(positionals[0] ?? '', positionals[1] ?? '', positionals[2]) : undefined;
  const statements = v.statement ? [signedFiles(v.statement, v.signature ?? '', v.timestamp)] : [];
  const evidence = v.set ? undefined : maybe(positionals[0]);
  const draws = (v.draw ?? []).map(file);
  const twoPersons = (v['two-person'] ?? []).map(file);
  if (v.help || positionals.length > (v.set ? 3 : 1) || (!evidence && !set && statements.length + draws.length + twoPersons.length === 0)) return undefined;
  const sealed = v.sealed ? sourceOf(v.sealed) : undefined;
  const inputs = {
    trust: (v.trust ?? []).map(file),
    crls: (v.crl ?? []).map(file),
    evidence,
    sealed,
    held: maybe(v.held),
    keys: maybe(v.keys),
    set,
    entries: maybe(v.entries),
    statements,
    draws,
    twoPersons,
    newHash: nodeHash,
  };
  return { inputs, json: v.json ?? false, strict: v.strict ?? false };
}

const MARK = { true: '✓', false: '✗', unknown: '?' } as const;

function lineOf({ holds, zh, en, reason }: Check): string {
  const why = reason ? `\n    ${reason.zh}\n    ${reason.en}` : '';
  return `${MARK[`${holds}`]} ${zh}\n  ${en}${why}`;
}

/** The exit code. What cannot be read at all is told apart from what does not hold. */
export async function run(args: readonly string[], print: (text: string) => void): Promise<number> {
  let order: Order | undefined;
  try {
    order = orderOf(args);
  } catch (error) {
    print(visibly(`无法读取 / cannot be read: ${error instanceof Error ? error.message : String(error)}`));
    return 2;
  }
  if (!order) {
    print(USAGE);
    return 2;
  }
  const { checks } = await verify(order.inputs);
  const summary = summarise(checks);
  print(order.json ? JSON.stringify({ ...summary, checks }, null, 2) : [...checks.map(lineOf), '', summary.zh, summary.en].join('\n'));
  return summary.holds && !(order.strict && summary.unknown > 0) ? 0 : 1;
}
