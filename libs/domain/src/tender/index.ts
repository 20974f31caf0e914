export { type EvaluationPlan, scores } from './evaluation-plan';
export { seesSql } from './sight-sql';
export { type Info, INFOS, type Letter, lettersOf, SIGHT, sees, watcherLetters } from './sight';
export type { Tender } from './tender.entity';
export { type Phase, PHASES, phaseOf, TENDER_STATUSES, type TenderAct, tenderMachine, type TenderStatus } from './tender.machine';
export { TenderModule } from './tender.module';
/** The statements behind the two most used reads, for the benchmark's peer. */
export { DETAIL, LIST } from './tender.queries';
export { TenderService } from './tender.service';
export { escrowTermsOf, type Trustee, type Trustees } from './trustees';
