import { z } from 'zod';
import { MAX_ESCROW_SIZE, MAX_MANIFEST_SIZE } from '@envelope';
import { content, hex32 } from '@platform/http';

export const BeginUpload = z.strictObject({ size: z.int().min(1).max(Number.MAX_SAFE_INTEGER) });
export const Offset = z.strictObject({ offset: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) });
export const CompleteUpload = z.strictObject({ sha256: hex32 });

export const SubmitBid = z.strictObject({
  /** Canonical JSON of the bid manifest (docs/formats/bid-manifest.md). */
  manifest: content(MAX_MANIFEST_SIZE),
  /** Detached CMS signature over the manifest, base64. */
  signature: z.base64().min(1).max(100_000),
  /** Canonical JSON of the escrow document, where the notice names trustees (docs/formats/escrow.md). */
  escrow: content(MAX_ESCROW_SIZE).optional(),
});
export type SubmitBid = z.infer<typeof SubmitBid>;

/** As the platform gives them: the day, and ten digits by lot. */
export const receiptCode = z
  .string()
  .length(20)
  .regex(/^R\d{8}-\d{10}$/, '应为回执编号 / must be the code of a receipt');
export const BidPage = z.strictObject({ after: receiptCode.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) });
