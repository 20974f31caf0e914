import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EscrowTerms } from '@envelope';

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
export interface TenderTerms {
  format: 'tianping/tender-terms/1';
  tender: string;
  lot: string;
  title: string;
  deadline: string;
  /** The number that the next bid of this bidder carries. */
  version: number;
  trustees: EscrowTerms | null;
}

export const readTerms = (file: string): TenderTerms => {
  const terms = JSON.parse(readFileSync(file, 'utf8')) as TenderTerms;
  if (terms.format !== 'tianping/tender-terms/1') throw new Error(`${file} 不是 kit fetch 取得的文件 / is not what kit fetch wrote`);
  return terms;
};

export const readIf = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** For the owner alone. */
export const writeSecret = (file: string, text: string): void => writeFileSync(file, text, { mode: 0o600 });
