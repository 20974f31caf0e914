import { z } from 'zod';
import { knownAs, line, paragraph, uuid } from '@platform/http';
import { fen } from '../intake';
import { CAUSES } from './award.entity';

export const FixWinner = z.strictObject({
  bidId: knownAs(uuid, 'winnerId'),
  decision: z
    .strictObject({
      place: knownAs(line(200), 'meetingPlace'),
      members: z
        .array(z.strictObject({ name: knownAs(line(100), 'voterName'), position: line(100), vote: uuid }))
        .min(1)
        .max(51),
    })
    .optional(),
});
export type FixWinner = z.infer<typeof FixWinner>;

export const SignContract = z.strictObject({ priceFen: fen.transform(String), text: knownAs(paragraph(20_000), 'contractText') });
export type SignContract = z.infer<typeof SignContract>;

export const RaiseObjection = z.strictObject({ text: knownAs(paragraph(5000), 'raise') });
export const AnswerObjection = z.strictObject({ answer: knownAs(paragraph(5000), 'answerObjection') });
export const GiveUp = z.strictObject({ reason: paragraph(1000) });

/** What the tenderer states of a candidate; that he gives up he says himself. */
export const ExcludeCandidate = z.strictObject({ bidId: uuid, cause: z.enum(CAUSES).exclude(['given-up']), reason: paragraph(1000) });
export type ExcludeCandidate = z.infer<typeof ExcludeCandidate>;
export const Retender = z.strictObject({ reason: paragraph(1000) });
export type Retender = z.infer<typeof Retender>;
