import { z } from 'zod';
import { altogether, code, date, differ, hex32, instant, knownAs, line, paragraph, TWICE } from '@platform/http';
import { dto } from '../identity';
import { INTEREST_KINDS } from './expert.entity';

const specialty = code(7, /^[ABC]\d{2}(\d{2}){0,2}$/, '应为评标专业代码，如 A08、A0802、A080201 / must be the code of a specialty such as A08, A0802, A080201');

/** In one request, with their certificates. */
export const MOST_EXPERTS = 200;

export const ImportExperts = z.strictObject({
  experts: altogether(
    z
      .array(
        z.strictObject({
          login: dto.login,
          name: knownAs(dto.name, 'personName'),
          ...dto.document,
          certificate: dto.pem,
          employer: dto.name,
          employerUscc: dto.uscc.nullable().default(null),
          library: line(100),
          specialties: z.array(specialty).min(1).max(10).refine(differ, TWICE),
          born: date,
          appointedUntil: date,
          suspendedUntil: date.nullable().default(null),
          testPassed: z.boolean().default(true),
        }),
      )
      .min(1)
      .max(MOST_EXPERTS),
    1_000_000,
  ),
});
export type ImportExperts = z.infer<typeof ImportExperts>;

export const DeclareInterest = z.strictObject({
  uscc: knownAs(dto.uscc, 'otherUscc'),
  kind: knownAs(z.enum(INTEREST_KINDS), 'relation'),
  note: knownAs(paragraph(500), 'explanation'),
  endedOn: date.nullable().default(null),
});
export type DeclareInterest = z.infer<typeof DeclareInterest>;

export const RequestDraw = z.strictObject({
  needs: z
    .array(z.strictObject({ specialty, count: z.int().min(1).max(20) }))
    .min(1)
    .max(10)
    .refine((needs) => differ(needs.map((need) => need.specialty)), TWICE),
  /** Experts from other libraries than the home one, at least (异地). */
  awayMin: knownAs(z.int().min(0).max(20), 'away'),
  homeLibrary: line(100),
  representatives: knownAs(z.int().min(0).max(5), 'representativesCount'),
  sessionStartsAt: knownAs(instant, 'starts'),
  sessionHours: knownAs(z.int().min(1).max(72), 'hours').default(4),
  /** Names by hand are refused; the field exists so that the refusal can cite the article. */
  experts: z.array(line(64, 0)).max(20).optional(),
});
export type RequestDraw = z.infer<typeof RequestDraw>;

export const Commit = z.strictObject({ commitment: hex32 });
export const Reveal = z.strictObject({ number: hex32 });
export const Abandon = z.strictObject({ reason: paragraph(1000) });
/** Why somebody who accepted cannot come; `other` for what is neither illness nor a tie. */
export const StepAside = z.strictObject({ cause: z.enum(['health', 'interest', 'other']), reason: paragraph(500) });
export type StepAside = z.infer<typeof StepAside>;
export const AnswerCall = z.strictObject({ accept: z.boolean() });
