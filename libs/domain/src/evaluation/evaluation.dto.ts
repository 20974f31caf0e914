import { z } from 'zod';
import { altogether, code, differ, DraftChanges, knownAs, line, paragraph, TWICE, uuid } from '@platform/http';
import { DRAFT_STEPS } from './drafts';
import { CAUSES } from './seats.service';

const evaluationId = uuid;
/** Up to which version the page knows its draft: beyond it something was typed elsewhere. */
const draftVersion = z.int().min(0).max(1_000_000_000).optional();

export const OpenRoom = z.strictObject({ representatives: knownAs(z.array(line(64, 0)).max(5).refine(differ, TWICE), 'representativesAccounts') });

export const Here = z.strictObject({ evaluationId });
/** Absence is stated by others; a member says himself that he has an interest or cannot go on. */
export const Avoid = z.strictObject({ evaluationId, cause: z.enum(['interest', 'health']).default('interest'), reason: paragraph(500) });
export type Avoid = z.infer<typeof Avoid>;
const seat = code(3, /^[ER]\d{1,2}$/, '应为席位代号，如 E1、R1 / must be a seat such as E1 or R1');
export const Vote = z.strictObject({ evaluationId, seat });

export const ReplaceMember = z.strictObject({ seat, cause: z.enum(CAUSES), reason: paragraph(500) });
export type ReplaceMember = z.infer<typeof ReplaceMember>;

/** Texts of the present step while they are typed. */
export const SaveDraft = z.strictObject({ evaluationId, step: z.enum(DRAFT_STEPS), ...DraftChanges });

export const Marks = z.strictObject({
  evaluationId,
  draftVersion,
  marks: knownAs(altogether(z.array(z.strictObject({ bidId: uuid, itemId: line(40, 0), pass: z.boolean(), reason: paragraph(1000).optional() })).max(20_000), 500_000), 'reviewMarks'),
});
export type Marks = z.infer<typeof Marks>;

export const Judge = z.strictObject({ evaluationId, draftVersion, continue: z.boolean(), reason: knownAs(paragraph(2000), 'judgement') });
export type Judge = z.infer<typeof Judge>;

export const HandIn = z.strictObject({
  evaluationId,
  draftVersion,
  scores: altogether(
    z
      .array(
        z.strictObject({
          bidId: uuid,
          itemId: line(40, 0),
          score: code(6, /^\d{1,3}(\.\d{1,2})?$/, '应为 0 至 999.99，最多两位小数 / must be 0 to 999.99 with two decimals at most'),
        }),
      )
      .max(20_000),
    300_000,
  ).default([]),
  remarks: altogether(z.array(z.strictObject({ bidId: uuid, strengths: paragraph(2000), risks: paragraph(2000), recommend: z.boolean() })).max(500), 200_000).default([]),
});
export type HandIn = z.infer<typeof HandIn>;

/** Each group of equals in the member's order, best first. */
export const Ballot = z.strictObject({ evaluationId, draftVersion, order: z.array(uuid).max(500) });
export type Ballot = z.infer<typeof Ballot>;

export const SignReport = z.strictObject({ evaluationId, draftVersion, signature: z.base64().min(1).max(100_000), dissent: paragraph(4000).optional() });
export type SignReport = z.infer<typeof SignReport>;
