import { readFileSync } from 'node:fs';
import { z } from 'zod';

const fen = z.string().regex(/^[1-9]\d{0,15}$/);

const replayTender = z.object({
  ref: z.string(),
  title: z.string().min(1).max(200),
  region: z.string().regex(/^\d{6}$/),
  category: z.literal('construction'),
  method: z.enum(['lowest-price', 'decision']),
  tenderer: z.string().optional(),
  publishedOn: z.string().nullish(),
  awardedOn: z.string().nullish(),
  notice: z.string().optional(),
  estimateFen: fen.nullable(),
  bids: z.array(z.object({ bidder: z.string().min(1), members: z.number(), priceFen: fen })).min(1),
  expected: z.object({ winner: z.string(), priceFen: fen }),
});

const replayFile = z.object({ format: z.literal('replay/1'), source: z.string(), tenders: z.array(replayTender).min(1) });

/** A tender as it really was: what was bid and what came out. */
export type ReplayTender = z.infer<typeof replayTender>;

/** Reads a `replay/1` file. Throws an Error that names the file and the first place that is wrong. */
export function readReplayFile(path: string): z.infer<typeof replayFile> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
  const read = replayFile.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`${path}: not a replay/1 file: ${issue?.path.join('.')}: ${issue?.message}`);
}
