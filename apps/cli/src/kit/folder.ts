import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EscrowTerms } from '@envelope';
import { z } from 'zod';

/** What lies in the folder of a sealed bid. */
export const FILES = {
  manifest: 'manifest.json',
  signature: 'manifest.p7s',
  sealed: 'bid.sealed',
  keys: 'keys.json',
  escrow: 'escrow.json',
  receipt: 'receipt.json',
  receiptSignature: 'receipt.p7s',
  receiptTimestamp: 'receipt.tst',
  evidence: 'evidence.json',
} as const;

export const inDir = (dir: string, file: keyof typeof FILES): string => join(dir, FILES[file]);

export interface KeyOptions {
  key: string;
  cert: string;
}

export const identityOf = ({ key, cert }: KeyOptions) => ({ privateKeyPem: readFileSync(key, 'utf8'), certificatePem: readFileSync(cert, 'utf8') });

/** What `kit fetch` brings: all that sealing needs to know of a tender, so that it works without a network. */
const Terms = z.strictObject({
  format: z.literal('tianping/tender-terms/1'),
  tender: z.uuid(),
  lot: z.string().min(1).max(64),
  title: z.string().max(500),
  deadline: z.iso.datetime(),
  /** The number that the next bid of this bidder carries. */
  version: z.int().min(1).max(9999),
  trustees: z.strictObject({ threshold: z.int().min(1).max(9), trustees: z.array(z.string().max(20_000)).min(1).max(9) }).nullable(),
});
export type TenderTerms = Omit<z.infer<typeof Terms>, 'trustees'> & { trustees: EscrowTerms | null };

/** Throws an error that names the first member that does not fit. */
export function asTerms(value: unknown, whence: string): TenderTerms {
  const read = Terms.safeParse(value);
  if (read.success) return read.data;
  throw new Error(`${whence} 不是标段的密封要求 / holds no terms of a tender: ${read.error.issues[0]!.path.join('.') || read.error.issues[0]!.message}`);
}

/** What is typed for want of a file, held to the same. */
export function asAddress(tender: string, lot: string): Pick<TenderTerms, 'tender' | 'lot'> {
  const read = Terms.pick({ tender: true, lot: true }).safeParse({ tender, lot });
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path }) => (path[0] === 'tender' ? '--tender（标段标识 / id of the lot）' : '--lot（1 至 64 个字 / 1 to 64 characters）'));
  throw new Error(`${[...new Set(wrong)].join('、')} 不合要求 / does not fit`);
}

export const readTerms = (file: string): TenderTerms => asTerms(JSON.parse(readFileSync(file, 'utf8')), file);

/** Whether anything lies there already, a link that leads nowhere too. */
export const taken = (dir: string): boolean => Object.values(FILES).some((name) => lstatSync(join(dir, name), { throwIfNoEntry: false }) !== undefined);

export const readIf = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** For the owner alone; never into something that lies there already, nor through a link. */
export const writeSecret = (file: string, text: string): void => writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
