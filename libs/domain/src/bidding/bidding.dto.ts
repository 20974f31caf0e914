import { z } from 'zod';

export const SubmitBid = z.strictObject({
  /** Canonical JSON of the bid manifest (docs/formats/bid-manifest.md). */
  manifest: z.string().min(2).max(70_000),
  /** Detached CMS signature over the manifest, base64. */
  signature: z.base64().min(1).max(100_000),
});
export type SubmitBid = z.infer<typeof SubmitBid>;
