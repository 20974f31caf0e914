export { type EvaluationStatus } from './evaluation.machine';
export { EvaluationModule } from './evaluation.module';
export { statusFor } from './evaluation.queries';
export type { Summary, SummaryRow } from './summary';
export { summarise } from './summary';
