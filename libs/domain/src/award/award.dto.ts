import { z } from 'zod';
import { fen } from '../intake';

const text = (max: number) => z.string().trim().min(1).max(max);

export const FixWinner = z.strictObject({
  bidId: z.uuid(),
  decision: z
    .strictObject({
      place: text(200),
      members: z
        .array(z.strictObject({ name: text(100), position: text(100), vote: z.uuid() }))
        .min(1)
        .max(51),
    })
    .optional(),
});
export type FixWinner = z.infer<typeof FixWinner>;

export const SignContract = z.strictObject({ priceFen: fen.transform(String), text: text(20_000) });
export type SignContract = z.infer<typeof SignContract>;

export const RaiseObjection = z.strictObject({ text: text(5000) });
export const AnswerObjection = z.strictObject({ answer: text(5000) });
export const GiveUp = z.strictObject({ reason: text(1000) });
