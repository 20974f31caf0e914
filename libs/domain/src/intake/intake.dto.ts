import { z } from 'zod';
import { line, paragraph } from '@platform/http';
import { parseFen } from '@kernel';
import { dto } from '../identity';

/** An amount in fen as a string of digits, above zero. */
export const fen = z
  .string()
  .max(16)
  .regex(/^[1-9]\d{0,15}$/, '分 / fen: 1–16 digits, > 0')
  .transform(parseFen);

export const RegisterProject = z.strictObject({
  name: line(200, 2),
  category: z.literal('construction'),
  kind: z
    .string()
    .max(3)
    .regex(/^A(0[1-8]|99)$/, 'A01–A08, A99'),
  region: z
    .string()
    .max(6)
    .regex(/^\d{6}$/, 'GB/T 2260'),
  /** The tenderer's code; its own when the tenderer registers itself. */
  tendererUscc: dto.uscc,
  mandate: line(200, 0).optional(),
  approvalNumber: line(100),
  fundsSource: line(100),
  estimateFen: fen.nullable(),
  stateControlled: z.boolean(),
  mandatory: z.boolean(),
});
export type RegisterProject = z.infer<typeof RegisterProject>;

export const Reason = z.strictObject({ reason: paragraph(1000) });
export type Reason = z.infer<typeof Reason>;

export const PlaceHold = z.strictObject({ reason: paragraph(1000) });
