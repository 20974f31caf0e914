import { WORKS_INVITED } from './sets/works-invited';
import { WORKS_OPEN } from './sets/works-open';

/** Every procedure that the platform runs. A new one stands here, and nothing else lists it. */
export const PROCEDURES = [WORKS_OPEN, WORKS_INVITED] as const;

export type ProcedureId = (typeof PROCEDURES)[number]['id'];
export const PROCEDURE_IDS = PROCEDURES.map(({ id }) => id) as [ProcedureId, ...ProcedureId[]];
