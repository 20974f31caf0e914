import { execFileSync, spawnSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BusinessError } from '@kernel';
import * as fc from 'fast-check';
import { createAuthority, createKeyPair, issueCertificate, issueIntermediate } from './authority.node';

/** Shared by the specs of this library; nothing here is exported through the door. */
export const NOW = new Date('2026-11-21T08:00:00.000Z');
export const LATER = new Date('2028-11-21T08:00:00.000Z');
export const USCC = '91990200MATP30041D';
export const RIVAL = '91990100MATP3005X0';
export const TENDER = '0190a0a0-0000-7000-8000-000000000001';
export const LOT = 'A3301-2026-001-1';

export const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: LATER };
export const root = createAuthority({ commonName: '天平示范根证书', now: new Date('2025-12-01T00:00:00Z') });
export const keys = { 'rsa-2048': createKeyPair('rsa-2048'), 'rsa-3072': createKeyPair('rsa-3072'), 'p-256': createKeyPair('p-256') };
export type Kind = keyof typeof keys;
export const KINDS = Object.keys(keys) as Kind[];

export const holder = {
  commonName: '临衡水务有限公司',
  organisation: '临衡水务有限公司',
  serialNumber: USCC,
  ...validity,
  usage: 'signing',
} as const;

export const signerOf = (kind: Kind) => ({
  certificatePem: issueCertificate(root, { ...holder, publicKeyPem: keys[kind].publicKeyPem }),
  privateKeyPem: keys[kind].privateKeyPem,
});

/** A root, an intermediate and a key for each, made once. */
export function intermediate(options: { pathLength?: number; commonName?: string } = {}) {
  const pair = createKeyPair('p-256');
  const request = {
    commonName: options.commonName ?? '天平示范中级证书',
    ...validity,
    publicKeyPem: pair.publicKeyPem,
    pathLength: options.pathLength,
  };
  return { certificatePem: issueIntermediate(root, request), privateKeyPem: pair.privateKeyPem };
}

/** The codes of the refusal that `act` ends in, or `'accepted'`. Other errors pass through: they are faults. */
export function outcome(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return codesOf(error);
  }
}

export function codesOf(error: unknown): string {
  if (!(error instanceof BusinessError)) throw error;
  return error.refusals.map((r) => r.code.replace('envelope.', '')).join(' ');
}

/** One seed a run, shown in the title of each property test; set SEED to repeat a failing run. */
export const SEED = Number(process.env['SEED'] ?? process.pid * 7919 + 17);
export const runs = (numRuns: number) => ({ seed: SEED, numRuns });

/** A change of bytes: some flipped, some cut off, some inserted, two places exchanged. */
export const mutation = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), size: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant('copy' as const), at: fc.nat(), to: fc.nat(), size: fc.integer({ min: 1, max: 32 }) }),
);
export type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

export function mutate(bytes: Uint8Array, change: Mutation): Uint8Array {
  const at = change.at % bytes.length;
  const out = Uint8Array.from(bytes);
  if (change.kind === 'cut') return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + change.size)]);
  if (change.kind === 'insert') return Uint8Array.from([...bytes.subarray(0, at), ...change.bytes, ...bytes.subarray(at)]);
  if (change.kind === 'copy') out.copyWithin(change.to % bytes.length, at, at + change.size);
  else out[at] = out[at]! ^ change.mask;
  return out;
}

const present = (command: string, args: readonly string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
export const hasOpenssl = present('openssl', ['version']);
export const hasPython = present('python3', ['-c', 'import cryptography']);

/** `test`, or a skipped test whose title says why. */
export function crossCheck(tool: 'openssl' | 'python', title: string, body: () => void | Promise<void>): void {
  const found = tool === 'openssl' ? hasOpenssl : hasPython;
  const why = tool === 'openssl' ? 'skipped: no openssl on PATH' : 'skipped: no python3 with the package cryptography';
  const check = async () => body();
  if (found) test(title, check);
  else test.skip(`${title} (${why})`, check);
}

/** Writes files into a fresh directory, runs `act` there and removes it. */
export function inFolder<T>(files: Readonly<Record<string, string | Uint8Array>>, act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'envelope-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const run = (folder: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] });

/** Does the command end well? */
export const succeeds = (folder: string, command: string, ...args: string[]) => spawnSync(command, args, { cwd: folder, stdio: 'ignore' }).status === 0;

/** File contents with a fixed course: AES in counter mode over zeros. */
export function bytesOf(size: number, start = 1): Uint8Array {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, start), Buffer.alloc(16));
  return Uint8Array.from(cipher.update(Buffer.alloc(size)));
}
