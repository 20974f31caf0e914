export { type EvaluationPlan, scores } from './evaluation-plan';
export { asked, ofLot, seesSql } from './sight-sql';
export { assertKnown, lettersOf, LOT_HEAD, type LotHead, offeredTo, readerOf, watcherLetters } from './letters';
export type { Tender } from './tender.entity';
export { IS_INVITED } from './invited.condition';
export { TenderModule } from './tender.module';
/** The statements behind the two most used reads, for the benchmark's peer. */
export { DETAIL, LIST } from './tender.queries';
export { TenderService } from './tender.service';
export { escrowTermsOf, type Trustee, type Trustees } from './trustees';
export { lotOwes, OF_SIDE } from './tender.duties';
