export { EvaluationModule } from './evaluation.module';
export type { Summary, SummaryRow } from './summary';
export { summarise } from './summary';
