import { z } from 'zod';
import { line, paragraph } from '@platform/http';
import { fen } from '../intake';
import { CAUSES } from './award.entity';

export const FixWinner = z.strictObject({
  bidId: z.uuid(),
  decision: z
    .strictObject({
      place: line(200),
      members: z
        .array(z.strictObject({ name: line(100), position: line(100), vote: z.uuid() }))
        .min(1)
        .max(51),
    })
    .optional(),
});
export type FixWinner = z.infer<typeof FixWinner>;

export const SignContract = z.strictObject({ priceFen: fen.transform(String), text: paragraph(20_000) });
export type SignContract = z.infer<typeof SignContract>;

export const RaiseObjection = z.strictObject({ text: paragraph(5000) });
export const AnswerObjection = z.strictObject({ answer: paragraph(5000) });
export const GiveUp = z.strictObject({ reason: paragraph(1000) });

/** What the tenderer states of a candidate; that he gives up he says himself. */
export const ExcludeCandidate = z.strictObject({ bidId: z.uuid(), cause: z.enum(CAUSES).exclude(['given-up']), reason: paragraph(1000) });
export type ExcludeCandidate = z.infer<typeof ExcludeCandidate>;
export const Retender = z.strictObject({ reason: paragraph(1000) });
export type Retender = z.infer<typeof Retender>;
