import { z } from 'zod';

const text = (max: number) => z.string().trim().min(1).max(max);
const evaluationId = z.uuid();

export const OpenRoom = z.strictObject({ representatives: z.array(z.string().max(64)).max(5) });

export const Here = z.strictObject({ evaluationId });
export const Avoid = z.strictObject({ evaluationId, reason: text(500) });
export const Vote = z.strictObject({
  evaluationId,
  seat: z
    .string()
    .max(3)
    .regex(/^[ER]\d{1,2}$/),
});

export const Marks = z.strictObject({
  evaluationId,
  marks: z.array(z.strictObject({ bidId: z.uuid(), itemId: z.string().max(40), pass: z.boolean(), reason: text(1000).optional() })).max(20_000),
});
export type Marks = z.infer<typeof Marks>;

export const Judge = z.strictObject({ evaluationId, continue: z.boolean(), reason: text(2000) });

export const HandIn = z.strictObject({
  evaluationId,
  scores: z
    .array(
      z.strictObject({
        bidId: z.uuid(),
        itemId: z.string().max(40),
        score: z
          .string()
          .max(6)
          .regex(/^\d{1,3}(\.\d{1,2})?$/),
      }),
    )
    .max(20_000)
    .default([]),
  remarks: z
    .array(z.strictObject({ bidId: z.uuid(), strengths: text(2000), risks: text(2000), recommend: z.boolean() }))
    .max(500)
    .default([]),
});
export type HandIn = z.infer<typeof HandIn>;

export const SignReport = z.strictObject({ evaluationId, signature: z.base64().min(1).max(100_000), dissent: text(4000).optional() });
export type SignReport = z.infer<typeof SignReport>;
