import type { Input } from '../../lib/api/client';

export type ProcedureId = NonNullable<Input<'/api/projects'>['procedure']>;

/** Each way of tendering, and whether only those may bid whom the tenderer names: what pages need of the values of `@procedure` (procedures.spec.ts). */
const INVITES: Readonly<Record<ProcedureId, boolean>> = { 'works-open': false, 'works-invited': true };

export const PROCEDURE_IDS = Object.keys(INVITES) as ProcedureId[];
export const invites = (procedure: string): boolean => INVITES[procedure as ProcedureId] ?? false;
