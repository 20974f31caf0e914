export { lotCode } from './deal-code';
export { fen, Reason } from './intake.dto';
export { IntakeModule } from './intake.module';
export { IntakeService } from './intake.service';
export { onSide, onSideSql, PROJECT_SIDES, type SideColumns, sidesOf, TENDER_SIDES } from './side';
export { type HoldKind, liesOn, type Project } from './project.entity';
export { publicProjectContent } from './project.content';
