export { lotCode } from './deal-code';
export { fen, Reason } from './intake.dto';
export { IntakeModule } from './intake.module';
export { IntakeService, isParty } from './intake.service';
export type { HoldKind, Project } from './project.entity';
