export type { Act } from './act';
export { actMap } from './act-map';
export {
  type ActCode,
  actName,
  actOf,
  ACTS,
  actsOfRole,
  allowedActs,
  assertNow,
  can,
  confirmerOf,
  invites,
  isAct,
  KEPT,
  move,
  phaseOf,
  type Placed,
  procedureName,
  procedureOf,
  sees,
  seesAnywhere,
  stageName,
  type StageCode,
  STAGES,
  type Standing,
  stoppedBy,
} from './engine';
export { type ConditionName, CONDITIONS } from './gate';
export { faultsOf, type Procedure } from './procedure';
export { PROCEDURE_IDS, type ProcedureId, PROCEDURES } from './procedures';
export { type Letter, ROLE_CODES, ROLE_LETTERS, type RoleCode, SIDE } from './role';
export { type Info, INFOS, seers, seesIn, SIGHT, type Sight, type SightTable } from './sight';
export { type Phase, PHASES, type Stage } from './stage';
