import { z } from 'zod';
import { date, hex32, instant, line, paragraph } from '@platform/http';
import { dto } from '../identity';
import { INTEREST_KINDS } from './expert.entity';

const specialty = z
  .string()
  .max(7)
  .regex(/^[ABC]\d{2}(\d{2}){0,2}$/, 'A08, A0802, A080201');

/** In one request; what a body may weigh (`BODY_LIMIT_KB`) holds as many with their certificates. */
export const MOST_EXPERTS = 200;

export const ImportExperts = z.strictObject({
  experts: z
    .array(
      z.strictObject({
        login: dto.login,
        name: dto.name,
        ...dto.document,
        certificate: dto.pem,
        employer: dto.name,
        employerUscc: dto.uscc.nullable().default(null),
        library: line(100),
        specialties: z.array(specialty).min(1).max(10),
        born: date,
        appointedUntil: date,
        suspendedUntil: date.nullable().default(null),
        testPassed: z.boolean().default(true),
      }),
    )
    .min(1)
    .max(MOST_EXPERTS),
});
export type ImportExperts = z.infer<typeof ImportExperts>;

export const DeclareInterest = z.strictObject({ uscc: dto.uscc, kind: z.enum(INTEREST_KINDS), note: paragraph(500), endedOn: date.nullable().default(null) });
export type DeclareInterest = z.infer<typeof DeclareInterest>;

export const RequestDraw = z.strictObject({
  needs: z
    .array(z.strictObject({ specialty, count: z.int().min(1).max(20) }))
    .min(1)
    .max(10),
  /** Experts from other libraries than the home one, at least (异地). */
  awayMin: z.int().min(0).max(20),
  homeLibrary: line(100),
  representatives: z.int().min(0).max(5),
  sessionStartsAt: instant,
  sessionHours: z.int().min(1).max(72).default(4),
  /** Names by hand are refused; the field exists so that the refusal can cite the article. */
  experts: z.array(line(64, 0)).max(20).optional(),
});
export type RequestDraw = z.infer<typeof RequestDraw>;

export const Commit = z.strictObject({ commitment: hex32 });
export const Reveal = z.strictObject({ number: hex32 });
export const Abandon = z.strictObject({ reason: paragraph(1000) });
export const AnswerCall = z.strictObject({ accept: z.boolean() });
