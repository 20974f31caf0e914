import { z } from 'zod';
import { QUESTIONS_AT_ONCE } from './question.queries';
import { code, date, differ, instant, knownAs, line, paragraph, place, TWICE, uuid } from '@platform/http';
import { dto } from '../identity';
import { fen } from '../intake';
import { evaluationPlan } from './evaluation-plan';
import { PROCEDURE_IDS, STAGES } from '@procedure';

const moment = instant.transform((text) => new Date(text));

export const DraftTender = z.strictObject({
  projectId: uuid,
  title: knownAs(line(200), 'lotTitle'),
  scope: paragraph(5000),
  qualification: paragraph(5000),
  plan: knownAs(evaluationPlan, 'evaluation'),
  ceilingFen: fen.nullable().default(null),
  candidateLimit: z.int().min(1).max(9).default(3),
  documentsUntil: moment,
  questionsUntil: moment,
  deadline: knownAs(moment, 'deadlineAndOpening'),
  decryptionMinutes: z.int().min(10).max(240).default(30),
  documents: z.array(uuid).max(50).refine(differ, TWICE),
  /** Who opens the bids; null: each bidder his own. */
  trustees: z
    .strictObject({ threshold: z.int().min(1).max(9), people: z.array(uuid).min(2).max(9).refine(differ, TWICE) })
    .nullable()
    .default(null),
  /** Codes of those whom it invites; none where everybody may bid. */
  invitees: z.array(knownAs(dto.uscc, 'inviteeCodes')).max(50).refine(differ, TWICE).default([]),
  retenderOf: uuid.nullable().default(null),
});
export type DraftTender = z.infer<typeof DraftTender>;

/** The id, or the printed code of the lot. */
export const uuidOrCode = z.union([uuid, code(60, /^A\d{2}-[0-9A-Z]{18}-\d{8}-\d{6}-[0-9A-Z]-\d{3}$/, '应为标段编号（A02-…） / must be the code of a lot (A02-…)')]);

export const AskCalendar = z.strictObject({ projectId: uuid, publishAt: moment.optional(), documentsUntil: moment.optional(), questionsUntil: moment.optional(), deadline: moment.optional() });
export type AskCalendar = z.infer<typeof AskCalendar>;

export const Ask = z.strictObject({ text: knownAs(paragraph(2000), 'ask') });
export const Answer = z.strictObject({
  answer: paragraph(5000),
  /** May it affect the preparation of bids? Then it is an amendment, and refused here (TBR 21). */
  affectsBids: knownAs(z.boolean(), 'mayAffect').default(false),
});

export const Amend = z.strictObject({
  kind: z.enum(['clarification', 'amendment']),
  text: paragraph(5000),
  /** May it affect the preparation of bids (TBR 21)? */
  affectsBids: knownAs(z.boolean(), 'mayAffect'),
  newDeadline: instant.optional(),
  /** The question that it answers. */
  questionId: uuid.optional(),
});
export type Amend = z.infer<typeof Amend>;

export const Terminate = z.strictObject({ reason: knownAs(paragraph(1000), 'terminationReason') });

export const ListTenders = z.strictObject({
  q: line(100, 0).optional(),
  region: place.optional(),
  category: line(40, 0).optional(),
  method: line(40, 0).optional(),
  procedure: z.enum(PROCEDURE_IDS).optional(),
  stage: z.enum(STAGES).optional(),
  from: date.optional(),
  to: date.optional(),
  /** `closing`: the nearest deadline first; else the newest first. */
  sort: z.enum(['newest', 'closing']).default('newest'),
  /** Opened today, by Beijing's calendar. */
  opens: z.enum(['today']).optional(),
  /** Of one project. */
  projectId: uuid.optional(),
  /** `mine`: of the own organisation, drafts included. */
  mine: z.enum(['true', 'false']).default('false'),
  /** To which the own organisation is invited. */
  invited: z.enum(['true']).optional(),
  /** Where the last page ended, as it was given. */
  after: z
    .string()
    .max(60)
    .regex(/^-?\d{1,17}~[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '应为上一页给出的值 / must be what the last page gave')
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
/** The id of the question that ended the last page. */
export const PageOfQuestions = z.strictObject({ after: uuid.optional(), limit: z.coerce.number().int().min(1).max(QUESTIONS_AT_ONCE).default(QUESTIONS_AT_ONCE) });

export type ListTenders = z.infer<typeof ListTenders>;

/** A body that says nothing yet. */
export const Nothing = z.strictObject({});
