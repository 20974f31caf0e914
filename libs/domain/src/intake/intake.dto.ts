import { z } from 'zod';
import { code, documentNumber, knownAs, line, paragraph } from '@platform/http';
import { parseFen } from '@kernel';
import { PROCEDURE_IDS } from '@procedure';
import { dto } from '../identity';

/** An amount in fen as a string of digits, above zero. */
export const fen = code(16, /^[1-9]\d{0,15}$/, '应为以分为单位的正整数，最多 16 位，不带千位分隔符 / must be a whole number of fen above zero, 16 digits at most, without separators').transform(
  parseFen,
);

export const RegisterProject = z.strictObject({
  name: knownAs(line(200, 2), 'projectName'),
  category: z.literal('construction'),
  kind: knownAs(code(3, /^A(0[1-8]|99)$/, '应为 A01 至 A08 或 A99 / must be A01 to A08, or A99'), 'works'),
  region: knownAs(dto.region, 'projectRegion'),
  /** The tenderer's code; its own when the tenderer registers itself. */
  tendererUscc: dto.uscc,
  mandate: documentNumber(200, 0).optional(),
  approvalNumber: documentNumber(100),
  fundsSource: line(100),
  estimateFen: fen.nullable(),
  stateControlled: knownAs(z.boolean(), 'fundsDominate'),
  mandatory: knownAs(z.boolean(), 'required'),
  procedure: z.enum(PROCEDURE_IDS).default('works-open'),
  invitation: z
    .strictObject({ ground: z.enum(['few', 'cost']), approval: documentNumber(100) })
    .nullable()
    .default(null),
});
export type RegisterProject = z.infer<typeof RegisterProject>;

export const Reason = z.strictObject({ reason: knownAs(paragraph(1000), 'missing') });
export type Reason = z.infer<typeof Reason>;

export const PlaceHold = z.strictObject({ reason: paragraph(1000) });
