import { z } from 'zod';
import { line, paragraph } from '@platform/http';

const evaluationId = z.uuid();

export const OpenRoom = z.strictObject({ representatives: z.array(line(64, 0)).max(5) });

export const Here = z.strictObject({ evaluationId });
export const Avoid = z.strictObject({ evaluationId, reason: paragraph(500) });
export const Vote = z.strictObject({
  evaluationId,
  seat: z
    .string()
    .max(3)
    .regex(/^[ER]\d{1,2}$/),
});

export const Marks = z.strictObject({
  evaluationId,
  marks: z.array(z.strictObject({ bidId: z.uuid(), itemId: line(40, 0), pass: z.boolean(), reason: paragraph(1000).optional() })).max(20_000),
});
export type Marks = z.infer<typeof Marks>;

export const Judge = z.strictObject({ evaluationId, continue: z.boolean(), reason: paragraph(2000) });

export const HandIn = z.strictObject({
  evaluationId,
  scores: z
    .array(
      z.strictObject({
        bidId: z.uuid(),
        itemId: line(40, 0),
        score: z
          .string()
          .max(6)
          .regex(/^\d{1,3}(\.\d{1,2})?$/),
      }),
    )
    .max(20_000)
    .default([]),
  remarks: z
    .array(z.strictObject({ bidId: z.uuid(), strengths: paragraph(2000), risks: paragraph(2000), recommend: z.boolean() }))
    .max(500)
    .default([]),
});
export type HandIn = z.infer<typeof HandIn>;

export const SignReport = z.strictObject({ evaluationId, signature: z.base64().min(1).max(100_000), dissent: paragraph(4000).optional() });
export type SignReport = z.infer<typeof SignReport>;
