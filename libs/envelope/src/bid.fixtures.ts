import { bytesOf, LOT, NOW, signerOf, TENDER, USCC } from './envelope.fixtures';
import { type BidToSeal, canonicalJson, type Json, parseManifest, sealBid } from './index';
import { utf8 } from './bytes';

/** One sealed bid of three parts, for the specs of sealing and of the manifest. */
export const signer = signerOf('p-256');
export const files = [
  { name: 'price-sheet', fileName: '报价表.json', mediaType: 'application/json', content: utf8('{"total":"123456"}') },
  { name: 'body', fileName: '技术标.pdf', mediaType: 'application/pdf', content: bytesOf(1_300_000) },
  { name: 'annex-1', fileName: '附.txt', mediaType: 'text/plain', content: utf8('.') },
];
export const bid: BidToSeal = { tender: TENDER, lot: LOT, bidder: USCC, version: 1, createdAt: NOW, parts: files, ...signer };
export const sealed = sealBid(bid);
export const manifest = parseManifest(sealed.manifest);
export const expected = { tender: TENDER, lot: LOT, bidder: USCC };

/** The manifest with some members changed, written canonically. */
export const changed = (change: Record<string, unknown>) => canonicalJson({ ...manifest, ...change } as unknown as Json);
export const changedPart = (change: Record<string, unknown>, n = 0) => changed({ parts: manifest.parts.map((part, i) => (i === n ? { ...part, ...change } : part)) });
